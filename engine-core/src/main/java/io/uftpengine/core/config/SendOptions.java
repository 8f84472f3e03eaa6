package io.uftpengine.core.config;

import static io.uftpengine.core.config.OptionSpec.NO_LETTER;
import static io.uftpengine.core.config.OptionSpec.acceptedFlag;
import static io.uftpengine.core.config.OptionSpec.flag;
import static io.uftpengine.core.config.OptionSpec.option;
import static io.uftpengine.core.config.OptionSpec.planned;
import static io.uftpengine.core.config.OptionSpec.plannedFlag;
import static io.uftpengine.core.config.Role.SEND;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import java.util.List;
import java.util.Optional;

/** The options of a sender: letters, defaults and ranges are the reference's (wire facts 13.1). */
public final class SendOptions {
    public static final OptionSpec<String> INTERFACE = option("interface", 'I', ValueType.text("IF"), SEND)
            .orElse(
                    "the first that can multicast and is not the loopback",
                    "Interface to send from: name, name/4, name/6, address or host name.");

    public static final OptionSpec<Integer> SOURCE_PORT = option(
                    "source-port", 'u', ValueType.integer("PORT", 0, 65535), SEND)
            .byDefault("0", "UDP port to send from, 0 is any free one.");

    public static final OptionSpec<String> PUBLIC_ADDRESS = option("public-address", 'M', ValueType.text("ADDR"), SEND)
            .byDefault("230.4.4.1", "Group, or one receiver's address, that ANNOUNCEs go to.");

    public static final OptionSpec<String> PRIVATE_ADDRESS = option(
                    "private-address", 'P', ValueType.text("ADDR"), SEND)
            .byDefault(
                    "230.5.5.x",
                    "Group that everything after the ANNOUNCE goes to; each part but the first may be x, a random one.");

    public static final OptionSpec<Long> RATE = option("rate", 'R', ValueType.RATE, SEND)
            .byDefault(
                    "1000",
                    "Bits of whole IP packets a second: bare numbers are units of 1024 bit/s, 200Mbit/s and 1G are"
                            + " decimal, -1 is no limit.");

    public static final OptionSpec<Long> MIN_RATE = option("min-rate", NO_LETTER, ValueType.RATE, SEND)
            .orElse(
                    "no receiver is dropped",
                    "With --rate -1, which goes no faster than the slowest receiver: the rate that every receiver has to keep up"
                            + " with; one whose reports on three sections of a file in a row say that it does not is dropped.");

    public static final OptionSpec<Optional<TfmccRange>> CONGESTION_CONTROL = option(
                    "congestion-control", 'C', ValueType.CONGESTION_CONTROL, SEND)
            .byDefault(
                    "none",
                    "Who decides on the rate: none is --rate; tfmcc is the network, within bounds if they are given (rates as"
                            + " those of --rate, which is not used then).");

    public static final OptionSpec<Optional<CipherSuite>> CIPHER = option("cipher", 'Y', CryptoValues.CIPHER, SEND)
            .byDefault("aes256-gcm", "Encryption of the session; none is in the clear.");

    public static final OptionSpec<HashAlgorithm> HASH = option("hash", 'h', CryptoValues.HASH, SEND)
            .byDefault("sha256", "Hash of an encrypted session's key derivation and signatures.");

    public static final OptionSpec<EcCurve> ECDH_CURVE = option("ecdh-curve", 'e', CryptoValues.CURVE, SEND)
            .byDefault("secp256r1", "Curve of an encrypted session's key agreement.");

    public static final OptionSpec<Boolean> CLIENT_AUTH = flag(
            "client-auth",
            'c',
            "Receivers must sign with keys of their own; the fingerprints in --receivers @FILE are checked.",
            SEND);

    public static final OptionSpec<Integer> BLOCK_SIZE = option(
                    "block-size", 'b', ValueType.integer("BYTES", 512, 8800), SEND)
            .byDefault("1300", "Bytes of file in one packet; leave 100 to 200 to the path MTU.");

    public static final OptionSpec<Integer> TTL = option("ttl", 't', ValueType.integer("N", 1, 255), SEND)
            .byDefault("1", "Time to live of multicast packets: how many routers they may pass, plus one.");

    public static final OptionSpec<List<String>> RECEIVERS = option("receivers", 'H', ValueType.list("ID"), SEND)
            .orElse(
                    "anybody may register",
                    "Closed group: the receivers' IDs (0x form, IPv4 address or host name), or @FILE with lines of"
                            + " ID[|FINGERPRINT].");

    public static final OptionSpec<String> DEST_NAME = option("dest-name", 'D', ValueType.text("NAME"), SEND)
            .orElse("the files' own names", "Name at the receivers; with several files, a directory for them.");

    public static final OptionSpec<Boolean> DEST_IS_DIR =
            flag("dest-is-dir", 'o', "Take --dest-name as a directory even for a single file.", SEND);

    public static final OptionSpec<Boolean> FOLLOW_LINKS =
            flag("follow-links", 'l', "Send what symbolic links point to instead of the links.", SEND);

    public static final OptionSpec<GrttRange> GRTT = option("grtt", 'r', ValueType.GRTT, SEND)
            .byDefault("0.5:0.01:15", "Group round-trip time in seconds to begin with, and its bounds.");

    public static final OptionSpec<Integer> ROBUST = option("robust", 's', ValueType.integer("N", 10, 50), SEND)
            .byDefault("20", "How often a message is repeated for receivers that do not answer.");

    public static final OptionSpec<Integer> MAX_PASSES = option(
                    "max-passes", 'a', ValueType.integer("N", 1, 65535), SEND)
            .byDefault("65535", "Passes over a file before receivers that lack parts of it are dropped.");

    public static final OptionSpec<Boolean> QUIT_ON_ERROR =
            flag("quit-on-error", 'q', "End the session as soon as any receiver fails.", SEND);

    public static final OptionSpec<String> LIST = option("list", 'i', ValueType.text("FILE"), SEND)
            .orElse(
                    "the files of the command line",
                    "File with the names of what to send, one a line; - is standard input.");

    public static final OptionSpec<Boolean> STRICT =
            flag("strict", NO_LETTER, "Exit with 12 unless every expected receiver got every file.", SEND);

    static final List<OptionSpec<?>> ALL = List.of(
            INTERFACE,
            PUBLIC_ADDRESS,
            PRIVATE_ADDRESS,
            SOURCE_PORT,
            RATE,
            MIN_RATE,
            CONGESTION_CONTROL,
            CIPHER,
            HASH,
            ECDH_CURVE,
            CLIENT_AUTH,
            BLOCK_SIZE,
            TTL,
            RECEIVERS,
            DEST_NAME,
            DEST_IS_DIR,
            FOLLOW_LINKS,
            GRTT,
            ROBUST,
            MAX_PASSES,
            QUIT_ON_ERROR,
            LIST,
            STRICT,
            acceptedFlag("timestamps", 'T', "Log lines always carry the time: accepted, no effect.", SEND),
            acceptedFlag("system-key-container", 'y', "For Windows key containers only: accepted with a note.", SEND),
            plannedFlag("sync", 'z', SEND),
            plannedFlag("sync-preview", 'Z', SEND),
            plannedFlag("restartable", 'f', SEND),
            planned("restart-file", 'F', SEND),
            planned("proxies", 'j', SEND),
            planned("exclude", 'X', SEND),
            planned("base-dir", 'E', SEND),
            planned("status-file", 'S', SEND),
            planned("max-time", 'W', SEND),
            planned("max-nak-percent", 'N', SEND),
            planned("max-nak-count", 'm', SEND),
            planned("protocol", NO_LETTER, SEND));

    private SendOptions() {}
}
