package io.uftpengine.core.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes one JSON value. Everything beyond ASCII is escaped, so that the text is right whatever encoding standard output
 * has.
 */
public final class JsonWriter {
    private static final char FIRST_PRINTABLE = 0x20;
    private static final char FIRST_BEYOND_ASCII = 0x7F;

    private final StringBuilder json = new StringBuilder();
    /** For every open object or array: whether it has a member already. */
    private final Deque<Boolean> hasMembers = new ArrayDeque<>();

    private boolean isAfterName;

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    public JsonWriter name(String name) {
        separate();
        quote(name);
        json.append(':');
        isAfterName = true;
        return this;
    }

    public JsonWriter value(String text) {
        separate();
        quote(text);
        return this;
    }

    public JsonWriter value(long number) {
        separate();
        json.append(number);
        return this;
    }

    public JsonWriter value(boolean truth) {
        separate();
        json.append(truth);
        return this;
    }

    /** With nine digits behind the point; what is no number becomes null. */
    public JsonWriter value(double number) {
        separate();
        json.append(Double.isFinite(number) ? String.format(Locale.ROOT, "%.9f", number) : "null");
        return this;
    }

    public JsonWriter nullValue() {
        separate();
        json.append("null");
        return this;
    }

    /** Characters so far, all of them ASCII. */
    public int length() {
        return json.length();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private JsonWriter open(char bracket) {
        separate();
        json.append(bracket);
        hasMembers.push(false);
        return this;
    }

    private JsonWriter close(char bracket) {
        json.append(bracket);
        hasMembers.pop();
        return this;
    }

    private void separate() {
        if (isAfterName) {
            isAfterName = false;
        } else if (!hasMembers.isEmpty()) {
            if (hasMembers.pop()) {
                json.append(',');
            }
            hasMembers.push(true);
        }
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || c >= FIRST_BEYOND_ASCII) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
