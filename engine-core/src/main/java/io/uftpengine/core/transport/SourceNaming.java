package io.uftpengine.core.transport;

/**
 * Names on the wire (wire facts 13.1, {@code -D} and {@code -o}): a destination name replaces the first component of the
 * names when one thing is sent, and is a directory to put everything in when several are sent or that is asked for.
 *
 * @param destName empty = names stay as they are
 * @param isDirectory whether destName is a directory
 */
public record SourceNaming(String destName, boolean isDirectory) {
    /** Names as they are. */
    public static final SourceNaming PLAIN = new SourceNaming("", false);

    /** The name to announce for one found in the tree. */
    String apply(String name) {
        if (destName.isEmpty()) {
            return name;
        }
        if (isDirectory) {
            return name.isEmpty() ? destName : destName + "/" + name;
        }
        int slash = name.indexOf('/');
        return slash < 0 ? destName : destName + name.substring(slash);
    }
}
