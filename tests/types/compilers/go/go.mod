module references

go 1.18

require github.com/ServiceStack/servicestack-go v0.0.0

replace github.com/ServiceStack/servicestack-go => ./servicestack
