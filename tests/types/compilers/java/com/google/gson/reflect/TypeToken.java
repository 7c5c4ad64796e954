// Just enough of gson to compile references against; used where the real one is not installed.
package com.google.gson.reflect;

public class TypeToken<T> {
    public java.lang.reflect.Type getType() {
        return getClass();
    }
}
