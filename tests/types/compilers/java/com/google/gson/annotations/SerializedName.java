// Just enough of gson to compile references against; used where the real one is not installed.
package com.google.gson.annotations;

public @interface SerializedName {
    String value();
}
