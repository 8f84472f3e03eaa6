package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * Why a file could not be read, written or put in place.
 *
 * @param kind what to do about it
 * @param reason one line that names the file, the cause and the cure
 */
public record FileFailure(Kind kind, String reason) {
    /** Causes that a user can act upon. */
    public enum Kind {
        /** ENOSPC, or too little room found before receiving. */
        NO_SPACE("no space left on the device", "free some space or choose another destination directory"),
        /** EDQUOT. */
        QUOTA("disk quota exceeded", "raise the quota or choose another destination directory"),
        /** EROFS. */
        READ_ONLY("the file system is read-only", "remount it writable or choose another destination directory"),
        /** EACCES, EPERM. */
        NO_PERMISSION("permission denied", "grant this user access to the file and its directory"),
        /** EIO: the medium or the network file system fails. */
        IO_ERROR("input/output error", "check the disk and the system log"),
        /** EFBIG. */
        TOO_LARGE("file too large", "use a file system (or a ulimit -f) that allows files of this size"),
        /** EMFILE, ENFILE. */
        TOO_MANY_OPEN_FILES("too many open files", "raise the limit (ulimit -n)"),
        /** ENAMETOOLONG. */
        NAME_TOO_LONG("name too long for the file system", "send it under a shorter name"),
        /** Another program interferes: the directory or the partial file was moved, replaced or removed. */
        CHANGED("it was moved, replaced or removed by another program", "let no other program work in the directory"),
        /** The file was closed, by an abort or an interrupt. */
        CLOSED("the file was closed", "none needed when the session was aborted"),
        /** Anything else, with the system's own words. */
        OTHER("", "check the directory");

        private final String cause;
        private final String cure;

        Kind(String cause, String cure) {
            this.cause = cause;
            this.cure = cure;
        }
    }

    /**
     * A failed operation.
     *
     * @param action such as "cannot write out/a.bin"
     */
    static FileFailure of(String action, IOException cause) {
        Kind kind = kindOf(cause);
        String words = kind == Kind.OTHER ? describe(cause) : kind.cause;
        return new FileFailure(kind, oneLine(action + ": " + words + "; " + kind.cure));
    }

    /** As {@link #of(String, IOException)}, for a file to be sent: no advice on where to write. */
    static FileFailure forReading(String action, IOException cause) {
        Kind kind = kindOf(cause);
        String words = kind == Kind.OTHER || kind == Kind.CHANGED ? describe(cause) : kind.cause;
        String cure =
                switch (kind) {
                    case NO_PERMISSION -> "make it readable for this user";
                    case CHANGED, CLOSED -> "send it again when it is there";
                    case IO_ERROR, TOO_MANY_OPEN_FILES -> kind.cure;
                    default -> "check the file";
                };
        return new FileFailure(kind, oneLine(action + ": " + words + "; " + cure));
    }

    static FileFailure of(String action, Kind kind, String cause) {
        return new FileFailure(kind, oneLine(action + ": " + cause + "; " + kind.cure));
    }

    /** The system's own words for an exception, without class names where possible; one line. */
    static String describe(IOException e) {
        String words = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        String type = e.getClass().getSimpleName().replaceAll("(FileSystem)?Exception$", "");
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        return oneLine(words == null || words.isBlank() ? type : words);
    }

    /** Java gives only the text of an error number (in the user's language where LC_MESSAGES says so). */
    static Kind kindOf(IOException e) {
        if (e instanceof AccessDeniedException) {
            return Kind.NO_PERMISSION;
        }
        if (e instanceof ClosedChannelException) {
            return Kind.CLOSED;
        }
        if (e instanceof NoSuchFileException) {
            return Kind.CHANGED;
        }
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("not enough space")) {
            return Kind.NO_SPACE;
        } else if (text.contains("quota exceeded")) {
            return Kind.QUOTA;
        } else if (text.contains("read-only file system")) {
            return Kind.READ_ONLY;
        } else if (text.contains("permission denied") || text.contains("operation not permitted")) {
            return Kind.NO_PERMISSION;
        } else if (text.contains("input/output error")) {
            return Kind.IO_ERROR;
        } else if (text.contains("file too large")) {
            return Kind.TOO_LARGE;
        } else if (text.contains("too many open files")) {
            return Kind.TOO_MANY_OPEN_FILES;
        } else if (text.contains("file name too long")) {
            return Kind.NAME_TOO_LONG;
        } else if (text.contains("stale file handle")) {
            return Kind.CHANGED;
        }
        return Kind.OTHER;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }
}
