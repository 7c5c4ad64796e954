// Package servicestack is just enough of the client to compile references against.
package servicestack

// IReturn is what the client asks of a request.
type IReturn[T any] interface {
	CreateResponse() T
	HttpMethod() string
}

// ResponseError of the client.
type ResponseError struct{}

// ResponseStatus of the client.
type ResponseStatus struct{}

// EmptyResponse of the client.
type EmptyResponse struct{}
