package io.uftpengine.core.config;

import static io.uftpengine.core.config.OptionSpec.NO_LETTER;
import static io.uftpengine.core.config.OptionSpec.acceptedFlag;
import static io.uftpengine.core.config.OptionSpec.flag;
import static io.uftpengine.core.config.OptionSpec.option;
import static io.uftpengine.core.config.OptionSpec.planned;
import static io.uftpengine.core.config.OptionSpec.plannedFlag;
import static io.uftpengine.core.config.Role.RECEIVE;

import java.util.List;

/** The options of a receiver: letters, defaults and ranges are the reference's (wire facts 13.2). */
public final class ReceiveOptions {
    /** What a FILEINFO can announce: 48 bits (wire facts 2.5). */
    private static final long MAX_SIZE = 1L << 48;

    public static final OptionSpec<List<String>> INTERFACE = option("interface", 'I', ValueType.list("IF"), RECEIVE)
            .orElse(
                    "all that can multicast and are not the loopback",
                    "Interfaces to listen on: name, name/4, name/6, address or host name.");

    public static final OptionSpec<List<String>> PUBLIC_ADDRESS = option(
                    "public-address", 'M', ValueType.list("ADDR"), RECEIVE)
            .byDefault("230.4.4.1", "Groups on which to hear ANNOUNCEs, IPv4 and IPv6.");

    public static final OptionSpec<List<String>> DEST_DIR = option("dest-dir", 'D', ValueType.list("DIR"), RECEIVE)
            .byDefault(
                    "/tmp",
                    "Existing directories, at most 10, where files go: relative names into the first, absolute names only below one"
                            + " of them.");

    public static final OptionSpec<Boolean> SSM = flag(
            "ssm",
            'o',
            "Source-specific multicast: join the groups (232/8, ff3x) for the senders of --servers only.",
            RECEIVE);

    public static final OptionSpec<String> SERVERS = option("servers", 'S', ValueType.text("FILE"), RECEIVE)
            .orElse(
                    "any sender",
                    "File with the only senders to take files from, lines of ID|ADDRESS|0[|FINGERPRINT]; with --ssm also those"
                            + " to join for.");

    public static final OptionSpec<String> PROXIES = option("proxies", 'R', ValueType.text("FILE"), RECEIVE)
            .orElse("no proxies", "File with the proxies that --servers names, lines of ID|ADDRESS|[FINGERPRINT].");

    public static final OptionSpec<Boolean> REQUIRE_ENCRYPTION =
            flag("require-encryption", 'E', "Refuse sessions in the clear.", RECEIVE);

    public static final OptionSpec<Long> MAX_FILE_SIZE = option(
                    "max-file-size", NO_LETTER, ValueType.size(1, MAX_SIZE), RECEIVE)
            .orElse("any size", "Largest file to take; larger ones are rejected.");

    public static final OptionSpec<Long> RESERVE_SPACE = option(
                    "reserve-space", NO_LETTER, ValueType.size(0, MAX_SIZE), RECEIVE)
            .byDefault("0", "Space to leave free on the disk: a file that would need it ends its session.");

    static final List<OptionSpec<?>> ALL = List.of(
            INTERFACE,
            PUBLIC_ADDRESS,
            DEST_DIR,
            SSM,
            SERVERS,
            PROXIES,
            REQUIRE_ENCRYPTION,
            MAX_FILE_SIZE,
            RESERVE_SPACE,
            acceptedFlag("foreground", 'd', "Stay in the foreground: always so, accepted, no effect.", RECEIVE),
            acceptedFlag("no-name-lookup", 'q', "Names of senders are never looked up: accepted, no effect.", RECEIVE),
            acceptedFlag(
                    "system-key-container", 'm', "For Windows key containers only: accepted with a note.", RECEIVE),
            plannedFlag("temp-files", 't', RECEIVE),
            planned("temp-dir", 'T', RECEIVE),
            planned("backup-dir", 'A', RECEIVE),
            plannedFlag("move-individually", 'i', RECEIVE),
            planned("v4-proxy", 'r', RECEIVE),
            planned("post-receive", 's', RECEIVE),
            planned("status-file", 'F', RECEIVE),
            planned("heartbeat", 'H', RECEIVE),
            planned("heartbeat-interval", 'h', RECEIVE),
            planned("pid-file", 'P', RECEIVE),
            planned("cache", 'c', RECEIVE),
            planned("nice", 'N', RECEIVE));

    private ReceiveOptions() {}
}
