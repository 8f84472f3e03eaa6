package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an eavesdropper may see of an encrypted session: the handshake, sealed messages, and nothing else (wire facts 5.3, 5.4, 6.5,
 * 6.6). No proxy is in it.
 */
final class EncryptedWire {
    private static final int ANNOUNCE = 1;
    private static final int REGISTER = 2;
    private static final int KEYINFO = 5;
    private static final int ENCRYPTED = 18;
    private static final int SOURCE_ID = 4;
    private static final int ENC_INFO_TYPE = 1;
    private static final int ENCRYPTED_COUNTER = 16;
    private static final int KEYINFO_COUNTER = 20;
    private static final int IPV6_FLAG = 4;
    private static final int ANNOUNCE_FIXED = 32;
    private static final int MAX_FAULTS = 10;

    private final NetworkLab lab;
    private final Set<Long> words = new HashSet<>();
    private final List<byte[]> names = new ArrayList<>();
    private final Map<Integer, Set<Long>> countersBySource = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private boolean isSenderSealing;

    private EncryptedWire(NetworkLab lab) {
        this.lab = lab;
    }

    /** What was seen that must not be, at most ten; empty when the session kept its secret. */
    static List<String> faults(List<Pcap.Datagram> datagrams, NetworkLab lab, TransferPlan plan) throws IOException {
        EncryptedWire wire = new EncryptedWire(lab);
        for (Path file : plan.files) {
            wire.addSecret(file);
        }
        for (Pcap.Datagram datagram : datagrams) {
            wire.examine(datagram);
        }
        if (!wire.isSenderSealing) {
            wire.fault("the sender never sealed anything");
        }
        return wire.faults;
    }

    /** Every whole word of the file: a run of 15 bytes of it in the clear holds one. */
    private void addSecret(Path file) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        while (content.remaining() >= Long.BYTES) {
            words.add(content.getLong());
        }
        names.add(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void examine(Pcap.Datagram datagram) {
        byte[] payload = datagram.payload();
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        boolean fromSender = bytes.getInt(SOURCE_ID) == lab.sender().uniqueId();
        switch (datagram.function()) {
            case ANNOUNCE -> {
                require(fromSender && !isSenderSealing, datagram, "an ANNOUNCE after the handshake");
                require(hasEncInfo(payload), datagram, "an ANNOUNCE without EXT_ENC_INFO");
            }
            case REGISTER -> require(!fromSender, datagram, "a REGISTER of the sender");
            case KEYINFO -> {
                require(fromSender && !isSenderSealing, datagram, "a KEYINFO after the handshake");
                count(datagram, bytes.getLong(KEYINFO_COUNTER));
            }
            case ENCRYPTED -> {
                isSenderSealing |= fromSender;
                count(datagram, bytes.getLong(ENCRYPTED_COUNTER));
            }
            default -> fault(datagram, "function " + datagram.function() + " in the clear");
        }
        for (int i = 0; i + Long.BYTES <= payload.length; i++) {
            if (words.contains(bytes.getLong(i))) {
                fault(datagram, "content of the file at byte " + i);
                break;
            }
        }
        for (byte[] name : names) {
            if (indexOf(payload, name) >= 0) {
                fault(datagram, "the name of the file");
            }
        }
    }

    /** One counter for everything that a source seals: a value that occurs twice would be a nonce that occurs twice. */
    private void count(Pcap.Datagram datagram, long counter) {
        int source = ByteBuffer.wrap(datagram.payload()).getInt(SOURCE_ID);
        if (!countersBySource.computeIfAbsent(source, id -> new HashSet<>()).add(counter)) {
            fault(datagram, "counter " + counter + " a second time");
        }
        require(counter != 0, datagram, "counter 0");
    }

    private static boolean hasEncInfo(byte[] announce) {
        int addresses = (announce[18] & IPV6_FLAG) != 0 ? 32 : 8;
        int extension = ANNOUNCE_FIXED + addresses;
        return announce.length > extension && announce[extension] == ENC_INFO_TYPE;
    }

    private static int indexOf(byte[] where, byte[] what) {
        for (int i = 0; i + what.length <= where.length; i++) {
            int same = 0;
            while (same < what.length && where[i + same] == what[same]) {
                same++;
            }
            if (same == what.length) {
                return i;
            }
        }
        return -1;
    }

    private void require(boolean condition, Pcap.Datagram datagram, String otherwise) {
        if (!condition) {
            fault(datagram, otherwise);
        }
    }

    private void fault(Pcap.Datagram datagram, String what) {
        fault("frame " + datagram.frame() + " from " + datagram.source() + ": " + what);
    }

    private void fault(String what) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(what);
        }
    }
}
