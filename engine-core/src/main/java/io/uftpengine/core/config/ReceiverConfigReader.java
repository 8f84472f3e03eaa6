package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.ProxyList;
import io.uftpengine.crypto.keystore.SenderList;
import io.uftpengine.crypto.keystore.TrustListException;
import io.uftpengine.crypto.signature.SigningKey;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a receiver's settings out of its options, and checks what only several options together show. */
public final class ReceiverConfigReader {
    /** The reference's limit (wire facts 13.2). */
    private static final int MAX_DEST_DIRS = 10;

    private final Settings settings;
    private final List<String> warnings = new ArrayList<>();

    public ReceiverConfigReader(Settings settings) {
        this.settings = settings;
    }

    /** What the user should know about the settings that were read. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public ReceiverConfig read() throws OptionException {
        Optional<SenderList> senders = senders();
        Optional<ProxyList> proxies = proxies();
        senders.ifPresent(this::warnAboutProxies);
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
                .sources(sources(senders))
                .reserveSpaceBytes(settings.get(ReceiveOptions.RESERVE_SPACE));
        settings.find(ReceiveOptions.MAX_FILE_SIZE).ifPresent(config::maxFileSizeBytes);
        settings.find(CommonOptions.UID).ifPresent(config::uniqueId);
        // The last: it may make a key file.
        Optional<SigningKey> key = new SigningKeyReader(settings, warnings).read();
        boolean isEncryptionRequired = settings.get(ReceiveOptions.REQUIRE_ENCRYPTION);
        return config.security(new ReceiverSecurity(key, isEncryptionRequired, senders, proxies))
                .build();
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

    /** Sources to join for: packets of others are not even delivered. */
    private List<String> sources(Optional<SenderList> senders) throws OptionException {
        if (!settings.get(ReceiveOptions.SSM)) {
            return List.of();
        }
        if (senders.isEmpty()) {
            throw OptionException.of(ReceiveOptions.SSM, "no senders are named", "give -S (--servers) FILE too");
        }
        return senders.get().entries().stream().map(SenderList.Entry::address).toList();
    }

    private Optional<SenderList> senders() throws OptionException {
        Optional<Path> file = file(ReceiveOptions.SERVERS);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(requireSomebody(SenderList.read(file.get())));
        } catch (TrustListException fault) {
            throw OptionException.of(ReceiveOptions.SERVERS, fault);
        }
    }

    /** What is in the file of a list by now, which has to be a list that could have been given at the start. */
    public static SenderList rereadSenders(SenderList list) throws OptionException {
        try {
            return requireSomebody(list.reread());
        } catch (TrustListException fault) {
            throw OptionException.of(ReceiveOptions.SERVERS, fault);
        }
    }

    private static SenderList requireSomebody(SenderList list) throws OptionException {
        if (list.entries().isEmpty()) {
            throw OptionException.of(ReceiveOptions.SERVERS, "the file lists nobody", "list senders, or leave it out");
        }
        return list;
    }

    private Optional<ProxyList> proxies() throws OptionException {
        Optional<Path> file = file(ReceiveOptions.PROXIES);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ProxyList.read(file.get()));
        } catch (TrustListException fault) {
            throw OptionException.of(ReceiveOptions.PROXIES, fault);
        }
    }

    private void warnAboutProxies(SenderList senders) {
        for (SenderList.Entry sender : senders.entries()) {
            if (sender.proxyId() != 0) {
                warnings.add("option " + ReceiveOptions.SERVERS.display() + ": sender " + UniqueId.format(sender.id())
                        + " is behind proxy " + UniqueId.format(sender.proxyId())
                        + "; proxies are not supported yet, its sessions will be refused");
            }
        }
    }

    private Optional<Path> file(OptionSpec<String> spec) throws OptionException {
        Optional<String> name = settings.find(spec);
        try {
            return name.map(NativePath::of);
        } catch (InvalidPathException invalid) {
            throw OptionException.of(spec, "\"" + name.get() + "\" is not a file name", "name a list");
        }
    }
}
