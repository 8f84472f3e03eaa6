package io.uftpengine.docker;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sender's report, `--json`, as far as the tests look at it. */
final class SenderReport {
    private static final Pattern RECEIVER =
            Pattern.compile("\\{\"id\":\"(0x[0-9A-F]{8})\",\"state\":\"([a-z_]+)\".*?\"bytes\":(\\d+),\"naks\":(\\d+)");

    /** @param bytes of the files it has; @param naks blocks that it has asked for */
    record Row(String state, long bytes, long naks) {}

    private final String json;
    private final Map<String, Row> rows = new TreeMap<>();

    SenderReport(String json) {
        this.json = json;
        Matcher receiver = RECEIVER.matcher(json);
        while (receiver.find()) {
            rows.put(
                    receiver.group(1),
                    new Row(receiver.group(2), Long.parseLong(receiver.group(3)), Long.parseLong(receiver.group(4))));
        }
    }

    /** A number outside the rows. */
    double number(String name) {
        Matcher number = Pattern.compile("\"" + name + "\":(-?[0-9.]+)").matcher(json);
        if (!number.find()) {
            throw new AssertionError("no " + name + " in the sender's report: " + json);
        }
        return Double.parseDouble(number.group(1));
    }

    long count(String name) {
        return (long) number(name);
    }

    /** By receivers' IDs. */
    Map<String, Row> rows() {
        return rows;
    }

    Row row(Node receiver) {
        Row row = rows.get(receiver.id());
        if (row == null) {
            throw new AssertionError("no row for " + receiver.id() + " in the sender's report: " + json);
        }
        return row;
    }

    @Override
    public String toString() {
        return json;
    }
}
