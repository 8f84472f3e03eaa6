package io.uftpengine.core.config;

import io.uftpengine.crypto.api.CipherSuite;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a sender's settings out of its options, and checks what only several options together show. */
public final class SenderConfigReader {
    /** The reference's limit (wire facts 13.1). */
    private static final int MAX_PATHS = 10_000;

    private final Settings settings;
    private final InputStream standardInput;
    private final List<String> warnings = new ArrayList<>();

    /** @param standardInput read for {@code --list -} */
    public SenderConfigReader(Settings settings, InputStream standardInput) {
        this.settings = settings;
        this.standardInput = standardInput;
    }

    /** What the user should know about the settings that were read. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** @param files the command line's file arguments */
    public SenderConfig read(List<String> files) throws OptionException {
        ReceiverPins.Group group = receivers();
        GrttRange grtt = settings.get(SendOptions.GRTT);
        SenderConfig.Builder config = SenderConfig.builder()
                .network(new NetworkConfig(
                        settings.find(SendOptions.INTERFACE).map(List::of).orElse(List.of()),
                        settings.get(CommonOptions.PORT),
                        settings.get(SendOptions.SOURCE_PORT),
                        settings.get(SendOptions.TTL),
                        settings.get(CommonOptions.DSCP),
                        settings.get(CommonOptions.SOCKET_BUFFER).intValue()))
                .receivers(group.ids())
                .blockSize(settings.get(SendOptions.BLOCK_SIZE))
                .rateBitsPerSecond(settings.get(SendOptions.RATE))
                .robust(settings.get(SendOptions.ROBUST))
                .grtt(grtt.initialSeconds(), grtt.minSeconds(), grtt.maxSeconds())
                .maxPasses(settings.get(SendOptions.MAX_PASSES))
                .quitOnError(settings.get(SendOptions.QUIT_ON_ERROR))
                .followLinks(settings.get(SendOptions.FOLLOW_LINKS))
                .destName(settings.find(SendOptions.DEST_NAME).orElse(""), settings.get(SendOptions.DEST_IS_DIR))
                .files(files(files));
        settings.find(CommonOptions.UID).ifPresent(config::uniqueId);
        congestionControl(config);
        addresses(config);
        if (settings.get(SendOptions.DEST_IS_DIR) && !settings.isGiven(SendOptions.DEST_NAME)) {
            throw OptionException.of(SendOptions.DEST_IS_DIR, "there is no directory name", "give --dest-name too");
        }
        // The last: it may make a key file.
        encryption(config, group.pins());
        return config.build();
    }

    private void congestionControl(SenderConfig.Builder config) throws OptionException {
        Optional<Long> floor = settings.find(SendOptions.MIN_RATE);
        if (floor.isPresent() && floor.get() == SenderConfig.UNLIMITED_RATE) {
            throw OptionException.of(SendOptions.MIN_RATE, "-1 is no rate", "give a rate such as 10Mbit/s");
        }
        floor.ifPresent(config::minRateBitsPerSecond);
        Optional<TfmccRange> tfmcc = settings.get(SendOptions.CONGESTION_CONTROL);
        tfmcc.ifPresent(config::tfmcc);
        if (floor.isPresent() && (tfmcc.isPresent() || settings.get(SendOptions.RATE) != SenderConfig.UNLIMITED_RATE)) {
            warnings.add("option " + SendOptions.MIN_RATE.display() + ": only used with " + SendOptions.RATE.display()
                    + " -1, without " + SendOptions.CONGESTION_CONTROL.display());
        }
        if (tfmcc.isPresent() && settings.isGiven(SendOptions.RATE)) {
            warnings.add("option " + SendOptions.RATE.display() + ": not used with "
                    + SendOptions.CONGESTION_CONTROL.display() + " tfmcc; give tfmcc:max=RATE for a bound");
        }
    }

    private void encryption(SenderConfig.Builder config, ReceiverPins pins) throws OptionException {
        Optional<CipherSuite> suite = settings.get(SendOptions.CIPHER);
        boolean clientAuth = settings.get(SendOptions.CLIENT_AUTH);
        if (suite.isEmpty()) {
            if (clientAuth) {
                // An option that were taken but had no effect would be a promise not kept.
                throw OptionException.of(
                        SendOptions.CLIENT_AUTH,
                        "a session in the clear authenticates nobody",
                        "choose another cipher than none, or leave it out");
            }
            warnAboutPins(pins, "in a session in the clear no key is checked; choose another cipher than none");
            warnAboutUnusedKey();
            config.inTheClear();
            return;
        }
        if (!clientAuth) {
            warnAboutPins(pins, "without -c (--client-auth) no receiver shows its key; give -c too");
        }
        config.encryption(new SenderEncryption(
                suite.get(),
                settings.get(SendOptions.HASH),
                settings.get(SendOptions.ECDH_CURVE),
                new SigningKeyReader(settings, warnings).read(),
                clientAuth,
                pins));
    }

    private void warnAboutPins(ReceiverPins pins, String why) {
        if (!pins.byId().isEmpty()) {
            warnings.add("option " + SendOptions.RECEIVERS.display() + ": the fingerprints are not checked: " + why);
        }
    }

    private void warnAboutUnusedKey() {
        for (OptionSpec<?> spec : List.of(CommonOptions.KEY_FILE, CommonOptions.NEW_KEY)) {
            if (settings.isGiven(spec)) {
                warnings.add("option " + spec.display() + ": a session in the clear needs no key; not used");
            }
        }
    }

    private void addresses(SenderConfig.Builder config) throws OptionException {
        String publicText = settings.get(SendOptions.PUBLIC_ADDRESS);
        String privateText = settings.get(SendOptions.PRIVATE_ADDRESS);
        GroupAddress publicAddress;
        try {
            publicAddress = GroupAddress.parse(publicText);
        } catch (ValueException fault) {
            throw settings.fault(SendOptions.PUBLIC_ADDRESS, fault);
        }
        if (publicAddress.isMulticast()) {
            checkPrivate(publicAddress);
        }
        config.publicAddress(publicText).privateAddress(privateText);
    }

    private void checkPrivate(GroupAddress publicAddress) throws OptionException {
        try {
            GroupAddress address = GroupAddress.parsePattern(settings.get(SendOptions.PRIVATE_ADDRESS));
            if (!address.isMulticast()) {
                throw new ValueException("is not a multicast address", "give a group");
            }
            if (address.isIpv6() != publicAddress.isIpv6()) {
                throw new ValueException(
                        "is not of the public address's IP version",
                        "give -P an " + (publicAddress.isIpv6() ? "IPv6" : "IPv4") + " group, as -M");
            }
        } catch (ValueException fault) {
            throw settings.fault(SendOptions.PRIVATE_ADDRESS, fault);
        }
    }

    private ReceiverPins.Group receivers() throws OptionException {
        List<String> given = settings.find(SendOptions.RECEIVERS).orElse(List.of());
        if (!given.isEmpty() && given.get(0).startsWith("@")) {
            ReceiverPins.Group group = ReceiverPins.Group.read(listFile(given));
            if (group.ids().isEmpty()) {
                throw OptionException.of(
                        SendOptions.RECEIVERS, "the file names nobody", "list the receivers, or leave the option out");
            }
            return group;
        }
        Set<Integer> ids = new LinkedHashSet<>();
        for (String entry : given) {
            ids.add(ReceiverPins.Group.id(entry));
        }
        return new ReceiverPins.Group(List.copyOf(ids), ReceiverPins.NONE);
    }

    private static Path listFile(List<String> given) throws OptionException {
        String name = String.join(",", given).substring(1);
        try {
            return NativePath.of(name);
        } catch (InvalidPathException invalid) {
            throw OptionException.of(
                    SendOptions.RECEIVERS, "\"" + name + "\" is not a file name", "name the list of receivers");
        }
    }

    private List<Path> files(List<String> arguments) throws OptionException {
        List<String> names = new ArrayList<>(arguments);
        if (settings.isGiven(SendOptions.LIST)) {
            String list = settings.get(SendOptions.LIST);
            names.addAll(
                    list.equals("-")
                            ? ListFile.read(SendOptions.LIST, "standard input", standardInput)
                            : ListFile.read(SendOptions.LIST, list));
        }
        if (names.isEmpty()) {
            throw new OptionException("nothing to send; name files or directories, or give -i (--list)");
        }
        if (names.size() > MAX_PATHS) {
            throw new OptionException(names.size() + " names to send are more than " + MAX_PATHS
                    + "; send a directory, or several times");
        }
        List<Path> paths = new ArrayList<>();
        for (String name : names) {
            paths.add(path(name));
        }
        return paths;
    }

    private static Path path(String name) throws OptionException {
        if (name.startsWith("@DELETE:") || name.equals("@FREESPACE")) {
            throw new OptionException("\"" + name + "\" is not supported yet; a file of this name is ./" + name);
        }
        try {
            return NativePath.of(name);
        } catch (InvalidPathException invalid) {
            throw new OptionException("\"" + name + "\" is not a file name: " + invalid.getReason() + "; correct it");
        }
    }
}
