package io.uftpengine.core.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The type of an option's value: how text becomes a value, and what help says about it.
 *
 * @param label placeholder in help, empty for a flag
 * @param range what is allowed, for people; empty when anything is
 */
public record ValueType<T>(String label, String range, Parser<T> parser) {
    /** Text to value. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(String text) throws ValueException;
    }

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,12}|0[xX][0-9a-fA-F]{1,8}");

    /** Present or not; files and the environment say true or false. */
    public static final ValueType<Boolean> FLAG = new ValueType<>("", "", ValueType::parseFlag);

    /** Any text but the empty one. */
    public static ValueType<String> text(String label) {
        return new ValueType<>(label, "", text -> {
            if (text.isEmpty()) {
                throw new ValueException("is empty", "give " + label);
            }
            return text;
        });
    }

    /** One of some words. */
    public static ValueType<String> choice(String label, String... words) {
        List<String> allowed = List.of(words);
        return new ValueType<>(label, String.join(", ", allowed), text -> {
            if (!allowed.contains(text)) {
                throw new ValueException("is not one of them", "give one of " + String.join(", ", allowed));
            }
            return text;
        });
    }

    /** Texts between commas, at least one, none of them empty. */
    public static ValueType<List<String>> list(String label) {
        return new ValueType<>(label + "[,...]", "", text -> {
            List<String> parts =
                    Stream.of(text.split(",", -1)).map(String::strip).toList();
            if (parts.contains("")) {
                throw new ValueException("has an empty entry", "separate entries by one comma, without spaces");
            }
            return parts;
        });
    }

    /** A whole number from {@code min} to {@code max}, decimal or 0x hexadecimal. */
    public static ValueType<Integer> integer(String label, int min, int max) {
        String range = max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
        return new ValueType<>(label, range, text -> {
            if (!WHOLE_NUMBER.matcher(text).matches()) {
                throw new ValueException("is not a whole number", "give " + range);
            }
            boolean isHex = text.length() > 1 && Character.toLowerCase(text.charAt(1)) == 'x';
            long value = isHex ? Long.parseLong(text, 2, text.length(), 16) : Long.parseLong(text);
            if (value < min || value > max) {
                throw new ValueException("is out of range", "give " + range);
            }
            return (int) value;
        });
    }

    /** Bytes: {@code 1048576}, {@code 64K}, {@code 4M}, {@code 1G} (powers of 1024). */
    public static ValueType<Long> size(long min, long max) {
        String range = ByteSize.format(min) + " to " + ByteSize.format(max);
        return new ValueType<>("SIZE", range, text -> {
            long value = ByteSize.parse(text);
            if (value < min || value > max) {
                throw new ValueException("is out of range", "give " + range);
            }
            return value;
        });
    }

    /** Bits a second, see {@link BitRate}. */
    public static final ValueType<Long> RATE =
            new ValueType<>("RATE", "1 to 1073741824 (units of 1024 bit/s), or -1", BitRate::parse);

    /** A unique ID, see {@link UniqueId}. */
    public static final ValueType<Integer> UNIQUE_ID =
            new ValueType<>("ID", "0x00000001 to 0xFFFFFFFE", UniqueId::parse);

    /** Initial, lowest and highest GRTT, see {@link GrttRange}. */
    public static final ValueType<GrttRange> GRTT =
            new ValueType<>("INIT[:MIN:MAX]", "0.001 to 1000 seconds", GrttRange::parse);

    /** Congestion control, see {@link TfmccRange}. */
    public static final ValueType<Optional<TfmccRange>> CONGESTION_CONTROL =
            new ValueType<>("TYPE", "none, tfmcc, tfmcc:min=RATE,init=RATE,max=RATE (any of them)", TfmccRange::parse);

    /** Where to listen, see {@link ListenAddress}. */
    public static final ValueType<ListenAddress> LISTEN_ADDRESS =
            new ValueType<>("[HOST:]PORT", "", ListenAddress::parse);

    private static Boolean parseFlag(String text) throws ValueException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ValueException("is neither true nor false", "give true or false");
        };
    }
}
