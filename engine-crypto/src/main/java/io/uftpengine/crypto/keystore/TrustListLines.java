package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.signature.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The lines of a trust list (wire facts 13.7): fields between bars, # comments, CR LF or LF. Blank lines are passed over
 * everywhere: that one of them ends the reference receiver is not copied.
 */
final class TrustListLines {
    /** Bytes of a list file. */
    static final int MAX_BYTES = 16 * 1_024 * 1_024;

    private static final int MAX_LINE = 1_024;
    private static final Pattern ID = Pattern.compile("(0[xX])?[0-9a-fA-F]{1,8}");
    /** Editors of Windows put it in front of UTF-8; it would become part of the first name. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final int HEX = 16;
    private static final int NOBODY = 0;
    private static final int EVERYBODY = -1;

    /** Makes an entry of a line, or says what is wrong with it. */
    interface EntryParser<E> {
        E parse(Line line) throws TrustListException;
    }

    /** What an entry may stand for only once. */
    interface EntryKey<E> {
        Object of(E entry);
    }

    /** One line with something on it. */
    record Line(Path file, int number, String[] fields) {
        TrustListException fault(String cause, String cure) {
            return new TrustListException(file, number, cause, cure);
        }

        void requireFields(int least, int most, String form) throws TrustListException {
            if (fields.length < least || fields.length > most) {
                throw fault("has " + fields.length + " fields", "write " + form);
            }
        }

        /** A unique ID: hexadecimal with or without 0x, and neither of the two that are nobody's. */
        int id(int field) throws TrustListException {
            int id = idOrZero(field);
            if (id == NOBODY || id == EVERYBODY) {
                throw fault("\"" + fields[field] + "\" is nobody's ID", "give another than 0 and 0xFFFFFFFF");
            }
            return id;
        }

        /** A unique ID, or 0 for none. */
        int idOrZero(int field) throws TrustListException {
            if (!ID.matcher(fields[field]).matches()) {
                throw fault(
                        "\"" + fields[field] + "\" is no ID", "give up to 8 hexadecimal digits, with or without 0x");
            }
            String digits = fields[field].replaceFirst("^0[xX]", "");
            return Integer.parseUnsignedInt(digits, HEX);
        }

        /** Not empty. */
        String text(int field, String what, int maxLength) throws TrustListException {
            String text = fields[field];
            if (text.isEmpty() || text.length() > maxLength) {
                throw fault("has no " + what + " of 1 to " + maxLength + " characters", "give one");
            }
            return text;
        }

        /** The fingerprint ends at the first blank; null when the field is absent or empty. */
        Fingerprint fingerprint(int field) throws TrustListException {
            if (field >= fields.length || fields[field].isEmpty()) {
                return null;
            }
            try {
                return Fingerprint.parse(fields[field].split("[ \t]", 2)[0]);
            } catch (IllegalArgumentException e) {
                throw new TrustListException(file, number, e.getMessage(), "or leave it out");
            }
        }
    }

    private TrustListLines() {}

    /**
     * All entries of a file, in order.
     *
     * @param maxEntries more are refused
     */
    static <E> List<E> read(Path file, int maxEntries, EntryParser<E> parser, EntryKey<E> key)
            throws TrustListException {
        List<E> entries = new ArrayList<>();
        Map<Object, Integer> lines = new HashMap<>();
        try (InputStream in = Files.newInputStream(file);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new BoundedInput(in, MAX_BYTES), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
                    text = text.substring(BYTE_ORDER_MARK.length());
                }
                if (text.length() > MAX_LINE) {
                    throw new TrustListException(
                            file, number, "is longer than " + MAX_LINE + " characters", "one entry a line");
                }
                if (text.isBlank() || text.startsWith("#")) {
                    continue;
                }
                if (entries.size() == maxEntries) {
                    throw new TrustListException(
                            file, number, "is entry " + (maxEntries + 1), "list at most " + maxEntries);
                }
                E entry = parser.parse(new Line(file, number, fields(text)));
                Integer first = lines.putIfAbsent(key.of(entry), number);
                if (first != null) {
                    throw new TrustListException(file, number, "repeats line " + first, "leave one of them out");
                }
                entries.add(entry);
            }
        } catch (NoSuchFileException e) {
            throw new TrustListException(file, "does not exist", "give an existing list", e);
        } catch (IOException e) {
            throw new TrustListException(file, "cannot be read (" + e.getMessage() + ")", "check the file", e);
        }
        return List.copyOf(entries);
    }

    private static String[] fields(String text) {
        String[] fields = text.split("\\|", -1);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i].strip();
        }
        return fields;
    }

    /** Ends a file that is too long for a list with an error instead of with memory. */
    private static final class BoundedInput extends InputStream {
        private final InputStream in;
        private long left;

        BoundedInput(InputStream in, long limit) {
            this.in = in;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = in.read(to, offset, length);
            if (count > 0) {
                left -= count;
                if (left < 0) {
                    throw new IOException("longer than " + MAX_BYTES + " bytes");
                }
            }
            return count;
        }
    }
}
