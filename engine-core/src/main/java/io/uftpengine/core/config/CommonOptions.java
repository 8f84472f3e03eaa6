package io.uftpengine.core.config;

import static io.uftpengine.core.config.OptionSpec.NO_LETTER;
import static io.uftpengine.core.config.OptionSpec.flag;
import static io.uftpengine.core.config.OptionSpec.option;
import static io.uftpengine.core.config.OptionSpec.planned;
import static io.uftpengine.core.config.Role.DEMO;
import static io.uftpengine.core.config.Role.KEYS;
import static io.uftpengine.core.config.Role.RECEIVE;
import static io.uftpengine.core.config.Role.SEND;

import io.uftpengine.crypto.signature.KeySpec;
import java.util.List;

/** The options that senders and receivers share (wire facts 13.1, 13.2). */
public final class CommonOptions {
    private static final int MIN_SOCKET_BUFFER = 65536;
    private static final int MAX_SOCKET_BUFFER = 104857600;

    public static final OptionSpec<Integer> PORT = option(
                    "port", 'p', ValueType.integer("PORT", 1, 65535), SEND, RECEIVE)
            .byDefault("1044", "UDP port that ANNOUNCEs go to and receivers listen on.");

    public static final OptionSpec<Integer> UID = option("uid", 'U', ValueType.UNIQUE_ID, SEND, RECEIVE)
            .orElse(
                    "the interface's IPv4 address, random on the loopback interface",
                    "This side's unique ID, hexadecimal; no two on a network may have the same.");

    public static final OptionSpec<Long> SOCKET_BUFFER = option(
                    "socket-buffer", 'B', ValueType.size(MIN_SOCKET_BUFFER, MAX_SOCKET_BUFFER), SEND, RECEIVE)
            .byDefault("256K", "Size of the UDP send and receive buffers to ask the system for.");

    public static final OptionSpec<Integer> DSCP = option("dscp", 'Q', ValueType.integer("N", 0, 63), SEND, RECEIVE)
            .byDefault("0", "Differentiated Services Code Point of every packet sent, decimal or 0x hexadecimal.");

    public static final OptionSpec<Integer> LOG_LEVEL = option(
                    "log-level", 'x', ValueType.integer("N", 0, Integer.MAX_VALUE), SEND, RECEIVE, KEYS, DEMO)
            .byDefault(
                    "2",
                    "How much to log: 0 errors, 1 warnings, 2 what happens, 3 and 4 details, 5 all and stack traces.");

    public static final OptionSpec<String> LOG_FILE = option(
                    "log-file", 'L', ValueType.text("FILE"), SEND, RECEIVE, DEMO)
            .orElse("standard error", "File to append the log to.");

    public static final OptionSpec<LogFormat> LOG_FORMAT = option(
                    "log-format", NO_LETTER, LogFormat.TYPE, SEND, RECEIVE, DEMO)
            .byDefault("text", "How log lines look: text for people, or one JSON object a line for programs.");

    public static final OptionSpec<Boolean> JSON = flag(
            "json",
            NO_LETTER,
            "Print the final report as one JSON object on standard output, and nothing else there.",
            SEND,
            RECEIVE,
            KEYS,
            DEMO);

    public static final OptionSpec<Boolean> NO_PROGRESS =
            flag("no-progress", NO_LETTER, "No progress line while files are on their way.", SEND, RECEIVE, DEMO);

    public static final OptionSpec<String> CONFIG = option(
                    "config", NO_LETTER, ValueType.text("FILE"), SEND, RECEIVE, KEYS, DEMO)
            .orElse("no file", "Properties file with further options: long names, or ROLE.NAME for one role only.");

    public static final OptionSpec<String> KEY_FILE = option("key-file", 'k', ValueType.text("FILE"), SEND, RECEIVE)
            .orElse(
                    "a key made for this run",
                    "PEM file with the private key to sign with, RSA or EC; with --new-key it is made, and must not exist.");

    public static final OptionSpec<KeySpec> NEW_KEY = option("new-key", 'K', CryptoValues.KEY_SPEC, SEND, RECEIVE)
            .orElse(
                    "ec:secp256r1",
                    "Make a key to sign with: rsa:BITS or ec:CURVE; with --key-file it is stored there, else it is for this run"
                            + " only.");

    public static final OptionSpec<String> KEY_PASSWORD_FILE = option(
                    "key-password-file", NO_LETTER, ValueType.text("FILE"), SEND, RECEIVE, KEYS)
            .orElse(
                    "the variable UFTP_ENGINE_KEY_PASSWORD",
                    "File whose first line is the password of a protected key file.");

    public static final OptionSpec<ListenAddress> METRICS = option(
                    "metrics", NO_LETTER, ValueType.LISTEN_ADDRESS, SEND, RECEIVE)
            .orElse(
                    "off",
                    "Serve metrics, health and sessions by HTTP, for reading only; without HOST on the loopback interface only;"
                            + " port 0 is any free one, which the log names.");

    static final List<OptionSpec<?>> ALL = List.of(
            PORT,
            UID,
            SOCKET_BUFFER,
            DSCP,
            LOG_LEVEL,
            LOG_FILE,
            LOG_FORMAT,
            JSON,
            NO_PROGRESS,
            CONFIG,
            KEY_FILE,
            NEW_KEY,
            KEY_PASSWORD_FILE,
            METRICS,
            planned("log-roll-size", 'g', SEND, RECEIVE),
            planned("log-roll-count", 'n', SEND, RECEIVE),
            OptionSpec.plannedFlag("allow-legacy", NO_LETTER, SEND, RECEIVE));

    private CommonOptions() {}
}
