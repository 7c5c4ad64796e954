// Just enough of the client to compile references against; the real one is not in the registries.
package net.servicestack.client;

public class ResponseError {
}
