// Just enough of the client to compile references against; the real one is not in the registries.
package net.servicestack.client;

public @interface Route {
    String value() default "";
    String Path() default "";
    String Verbs() default "";
    String Summary() default "";
    String Notes() default "";
}
