// Just enough of the client to compile references against; the real one is not in the registries.
package net.servicestack.client;

public @interface DataMember {
    String Name() default "";
    int Order() default 0;
    boolean IsRequired() default false;
    boolean EmitDefaultValue() default false;
}
