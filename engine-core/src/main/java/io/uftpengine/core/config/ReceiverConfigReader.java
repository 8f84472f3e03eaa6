package io.uftpengine.core.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a receiver's settings out of its options, and checks what only several options together show. */
public final class ReceiverConfigReader {
    /** The reference's limits (wire facts 13.2, 13.7). */
    private static final int MAX_DEST_DIRS = 10;

    private static final int MAX_SERVERS = 100;

    private final Settings settings;

    public ReceiverConfigReader(Settings settings) {
        this.settings = settings;
    }

    public ReceiverConfig read() throws OptionException {
        ReceiverConfig.Builder config = ReceiverConfig.builder()
                .network(new NetworkConfig(
                        settings.find(ReceiveOptions.INTERFACE).orElse(List.of()),
                        settings.get(CommonOptions.PORT),
                        NetworkConfig.DEFAULT.sourcePort(),
                        NetworkConfig.DEFAULT.ttl(),
                        settings.get(CommonOptions.DSCP),
                        settings.get(CommonOptions.SOCKET_BUFFER).intValue()))
                .publicAddresses(groups())
                .destDirs(destDirs())
                .sources(sources());
        settings.find(CommonOptions.UID).ifPresent(config::uniqueId);
        return config.build();
    }

    private List<String> groups() throws OptionException {
        List<String> groups = settings.get(ReceiveOptions.PUBLIC_ADDRESS);
        for (String text : groups) {
            try {
                GroupAddress group = GroupAddress.parse(text);
                if (!group.isMulticast()) {
                    throw new ValueException("is not a multicast address", "give groups only");
                }
                if (settings.get(ReceiveOptions.SSM) && !group.isSourceSpecific()) {
                    throw new ValueException(
                            "is no group for source-specific multicast", "give one in 232.0.0.0/8 or ff3x::/32");
                }
            } catch (ValueException fault) {
                throw OptionException.of(
                        ReceiveOptions.PUBLIC_ADDRESS, "\"" + text + "\" " + fault.getMessage(), fault.cure());
            }
        }
        return groups;
    }

    private List<Path> destDirs() throws OptionException {
        List<Path> dirs = new ArrayList<>();
        for (String text : settings.get(ReceiveOptions.DEST_DIR)) {
            Path dir;
            try {
                dir = NativePath.of(text).toAbsolutePath();
            } catch (InvalidPathException invalid) {
                throw destDirFault(text, "is not a directory name");
            }
            if (!Files.isDirectory(dir)) {
                throw destDirFault(text, "is not a directory");
            }
            if (!Files.isWritable(dir)) {
                throw destDirFault(text, "is not writable");
            }
            dirs.add(dir);
        }
        if (dirs.size() > MAX_DEST_DIRS) {
            throw OptionException.of(
                    ReceiveOptions.DEST_DIR, dirs.size() + " are too many", "give at most " + MAX_DEST_DIRS);
        }
        return dirs;
    }

    private static OptionException destDirFault(String text, String cause) {
        return OptionException.of(ReceiveOptions.DEST_DIR, "\"" + text + "\" " + cause, "give directories that exist");
    }

    private List<String> sources() throws OptionException {
        boolean isSsm = settings.get(ReceiveOptions.SSM);
        if (isSsm != settings.isGiven(ReceiveOptions.SERVERS)) {
            // A list that were read but not enforced would be a promise not kept.
            throw isSsm
                    ? OptionException.of(ReceiveOptions.SSM, "no senders are named", "give -S (--servers) FILE too")
                    : OptionException.of(
                            ReceiveOptions.SERVERS, "is supported only together with -o (--ssm) yet", "leave it out");
        }
        return isSsm ? servers(settings.get(ReceiveOptions.SERVERS)) : List.of();
    }

    /** Lines of {@code id|address|proxyid[|fingerprint]}; # only in the first column (wire facts 13.7). */
    private static List<String> servers(String file) throws OptionException {
        List<String> sources = new ArrayList<>();
        for (String line : ListFile.read(ReceiveOptions.SERVERS, file)) {
            if (!line.startsWith("#")) {
                sources.add(server(line));
            }
        }
        if (sources.isEmpty() || sources.size() > MAX_SERVERS) {
            throw OptionException.of(
                    ReceiveOptions.SERVERS, file + " lists " + sources.size() + " senders", "list 1 to " + MAX_SERVERS);
        }
        return sources;
    }

    private static String server(String line) throws OptionException {
        String[] parts = line.strip().split("\\|", -1);
        try {
            if (parts.length < 3 || parts.length > 4 || parts[1].isBlank()) {
                throw new ValueException("is no line of a server list", "write ID|ADDRESS|0");
            }
            UniqueId.parse(parts[0].strip());
            if (!parts[2].strip().matches("(0[xX])?0{1,8}")) {
                throw new ValueException("names a proxy, which is not supported yet", "write 0 as the third part");
            }
            if (parts.length == 4) {
                IdLineParser.checkFingerprint(parts[3].strip());
            }
        } catch (ValueException fault) {
            throw OptionException.of(ReceiveOptions.SERVERS, "\"" + line + "\" " + fault.getMessage(), fault.cure());
        }
        return parts[1].strip();
    }
}
