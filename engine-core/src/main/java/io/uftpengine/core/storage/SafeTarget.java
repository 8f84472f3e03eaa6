package io.uftpengine.core.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a received name leads: below the destination, through these directories, to this entry.
 *
 * @param parents single names, none of them {@code .} or {@code ..}
 * @param leaf single name
 */
record SafeTarget(Destination destination, List<Path> parents, Path leaf, RawName name) {
    SafeTarget {
        parents = List.copyOf(parents);
    }

    /** Path below the destination. */
    Path relativePath(Path entry) {
        Path path = null;
        for (Path parent : parents) {
            path = path == null ? parent : path.resolve(parent);
        }
        return path == null ? entry : path.resolve(entry);
    }
}
