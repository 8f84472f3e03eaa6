package io.uftpengine.core.storage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides where a received name may lead. Immutable.
 *
 * <p>This class judges the text alone; that no symbolic link on the way is followed is the business of
 * {@link DirectoryHandle} when the target is opened. Relative names go below the first destination directory (wire facts
 * 11.1). Deviations from wire facts 8.4 and 11.1, on purpose: every absolute name is refused, and so are names that
 * begin with {@link #RESERVED_PREFIX} in any component, because they could be mistaken for our own temporary files.
 */
final class PathPolicy {
    /** Prefix of our own temporary files in a destination directory. */
    static final String RESERVED_PREFIX = ".~uftp-";

    /** Longest single component, bytes: the limit of all common file systems. */
    static final int MAX_COMPONENT_BYTES = 255;

    /** Longest whole name, bytes: what FILEINFO's length byte can express (wire facts 2.5). */
    static final int MAX_NAME_BYTES = 255 * 4;

    private final List<Destination> destinations;

    PathPolicy(List<Destination> destinations) {
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("no destination directory");
        }
        this.destinations = List.copyOf(destinations);
    }

    /** The destination that new files and free-space queries go to. */
    Destination primary() {
        return destinations.get(0);
    }

    /**
     * Finds the target of a name. {@code .} components and doubled slashes say nothing and are skipped: the reference
     * sends {@code ./a} for {@code uftp .} and its receiver takes that.
     */
    SafeTarget resolve(RawName name) throws TargetRefusedException {
        if (name.length() == 0) {
            throw new TargetRefusedException("the name is empty");
        }
        if (name.length() > MAX_NAME_BYTES) {
            throw refused(name, "is longer than " + MAX_NAME_BYTES + " bytes");
        }
        if (name.at(0) == '/') {
            throw refused(name, "is absolute; send it with a relative name");
        }
        List<Path> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.at(i) == '/') {
                Path component = component(name, name.slice(start, i));
                if (component != null) {
                    components.add(component);
                }
                start = i + 1;
            } else if (name.at(i) == 0) {
                throw refused(name, "contains a NUL byte");
            }
        }
        if (components.isEmpty()) {
            throw refused(name, "names the destination directory itself");
        }
        int last = components.size() - 1;
        return new SafeTarget(primary(), components.subList(0, last), components.get(last), name);
    }

    private static Path component(RawName name, byte[] bytes) throws TargetRefusedException {
        if (bytes.length == 0 || (bytes.length == 1 && bytes[0] == '.')) {
            return null;
        }
        if (bytes.length == 2 && bytes[0] == '.' && bytes[1] == '.') {
            throw refused(name, "contains '..'");
        }
        if (bytes.length > MAX_COMPONENT_BYTES) {
            throw refused(name, "has a component of more than " + MAX_COMPONENT_BYTES + " bytes");
        }
        String problem = NativeName.problemOf(bytes);
        if (problem != null) {
            throw refused(name, problem);
        }
        if (startsWithReservedPrefix(bytes)) {
            throw refused(name, "begins with '" + RESERVED_PREFIX + "', which is kept for partial files");
        }
        try {
            return NativeName.toPath(bytes);
        } catch (InvalidPathException e) {
            throw refused(name, "cannot be a file name here; run with LC_ALL=C.UTF-8");
        }
    }

    private static boolean startsWithReservedPrefix(byte[] bytes) {
        if (bytes.length < RESERVED_PREFIX.length()) {
            return false;
        }
        for (int i = 0; i < RESERVED_PREFIX.length(); i++) {
            if (bytes[i] != RESERVED_PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static TargetRefusedException refused(RawName name, String why) {
        return new TargetRefusedException("name '" + name + "' " + why);
    }
}
