// Just enough of ServiceStack.Client to compile references against; the real one is not in the registries.
using System;

namespace ServiceStack
{
    public interface IReturn<T> {}
    public interface IReturnVoid {}
    public class ResponseError {}
    public class ResponseStatus {}
    public class EmptyResponse {}
    public class ErrorResponse {}
    public class IdResponse {}
    public class StringResponse {}
    public class StringsResponse {}
    public class AuditBase {}
    public class QueryBase {}
    public class QueryDb<T> : QueryBase {}
    public class QueryResponse<T> {}

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public class RouteAttribute : Attribute
    {
        public RouteAttribute(string path) {}
        public RouteAttribute(string path, string verbs) {}
        public string Summary { get; set; }
        public string Notes { get; set; }
    }

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    public class ApiAttribute : Attribute
    {
        public ApiAttribute() {}
        public ApiAttribute(string description) {}
        public string Description { get; set; }
        public int BodyParameter { get; set; }
    }

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    public class ApiMemberAttribute : Attribute
    {
        public string Name { get; set; }
        public string Verb { get; set; }
        public string ParameterType { get; set; }
        public string Description { get; set; }
        public string DataType { get; set; }
        public string Format { get; set; }
        public bool IsRequired { get; set; }
        public bool AllowMultiple { get; set; }
        public string Route { get; set; }
        public bool ExcludeInSchema { get; set; }
    }

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    public class ApiAllowableValuesAttribute : Attribute
    {
        public ApiAllowableValuesAttribute() {}
        public ApiAllowableValuesAttribute(string name, params string[] values) {}
        public string Name { get; set; }
        public string[] Values { get; set; }
        public int Min { get; set; }
        public int Max { get; set; }
    }
}

namespace ServiceStack.DataAnnotations
{
    public class RequiredAttribute : Attribute {}
    public class StringLengthAttribute : Attribute
    {
        public StringLengthAttribute(int most) {}
    }
}
