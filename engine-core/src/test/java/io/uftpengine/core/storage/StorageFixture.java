package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What tests of the receiver's storage share. */
final class StorageFixture {
    static final int GROUP = 0x1A2B3C4D;
    static final StoragePolicy PERMISSIVE = new StoragePolicy(true, true, Long.MAX_VALUE, 0);

    private StorageFixture() {}

    static ReceiverStorage storage(Path destination) {
        return new ReceiverStorage(List.of(destination), StoragePolicy.SAFE, 0x11223344);
    }

    static OpenRequest file(String name, long size) {
        return OpenRequest.file(GROUP, 1, RawName.of(name), size, 0);
    }

    static OpenRequest link(String name, String text) {
        return new OpenRequest(GROUP, 1, ObjectKind.SYMLINK, RawName.of(name), RawName.of(text), 0, 0);
    }

    static OpenRequest object(ObjectKind kind, String name) {
        return new OpenRequest(GROUP, 1, kind, RawName.of(name), RawName.of(""), 0, 0);
    }

    static FileSink sink(OpenResult result) {
        return assertInstanceOf(OpenResult.Receive.class, result).sink();
    }

    static String rejection(OpenResult result) {
        String reason = assertInstanceOf(OpenResult.Rejected.class, result).reason();
        assertEquals(1, reason.lines().count());
        return reason;
    }

    static FileFailure failure(OpenResult result) {
        return assertInstanceOf(OpenResult.Failed.class, result).failure();
    }

    static CommitResult.Committed committed(CommitResult result) {
        return assertInstanceOf(CommitResult.Committed.class, result, String.valueOf(result));
    }

    static CommitResult receive(ReceiverStorage storage, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        FileSink sink = sink(storage.open(file(name, bytes.length)));
        sink.write(0, ByteBuffer.wrap(bytes));
        return sink.commit();
    }

    /** Our own temporary files anywhere below. */
    static List<String> leftovers(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(PathPolicy.RESERVED_PREFIX) && !name.endsWith(".lock"))
                    .toList();
        }
    }
}
