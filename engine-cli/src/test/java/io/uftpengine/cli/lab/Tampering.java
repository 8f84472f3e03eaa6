package io.uftpengine.cli.lab;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changed copies of genuine datagrams, each changed in one way that an attacker might try (offsets: wire facts 3). */
final class Tampering {
    static final int ANNOUNCE = 1;
    static final int REGISTER = 2;
    static final int KEYINFO = 5;
    static final int ENCRYPTED = 18;

    private static final int HEADER = 16;
    private static final int ANNOUNCE_FIXED = HEADER + 16;
    private static final int IPV4_ADDRESSES = 8;
    private static final int ENC_INFO = ANNOUNCE_FIXED + IPV4_ADDRESSES;
    private static final int GROUP_ID = 8;
    private static final int INSTANCE = 12;
    private static final int CIPHER_AES_128_CCM = 7;

    private Tampering() {}

    /** Every change of that datagram, by name; an ANNOUNCE must be of IPv4. */
    static Map<String, byte[]> of(byte[] genuine) {
        return switch (genuine[1]) {
            case ANNOUNCE -> announces(genuine);
            case REGISTER -> registers(genuine);
            case KEYINFO -> keyInfos(genuine);
            case ENCRYPTED -> sealed(genuine);
            default -> Map.of();
        };
    }

    private static Map<String, byte[]> announces(byte[] genuine) {
        int keyLength = ByteBuffer.wrap(genuine).getShort(ENC_INFO + 6) & 0xFFFF;
        int ecdhLength = ByteBuffer.wrap(genuine).getShort(ENC_INFO + 8) & 0xFFFF;
        int random = ENC_INFO + 12;
        int key = random + 32;
        int ecdh = key + keyLength;
        int signature = ecdh + ecdhLength;
        Map<String, byte[]> copies = new LinkedHashMap<>();
        copies.put("announce robust", flipped(genuine, HEADER + 3));
        copies.put("announce block size", flipped(genuine, HEADER + 7));
        copies.put("announce time", flipped(genuine, HEADER + 12));
        copies.put("announce private address", flipped(genuine, ANNOUNCE_FIXED + 7));
        copies.put("announce client authentication", flipped(genuine, ENC_INFO + 2));
        copies.put("announce cipher", set(genuine, ENC_INFO + 4, CIPHER_AES_128_CCM));
        copies.put("announce random", flipped(genuine, random));
        copies.put("announce key", flipped(genuine, key + keyLength - 1));
        copies.put("announce ecdh", flipped(genuine, ecdh + ecdhLength - 1));
        copies.put("announce signature", flipped(genuine, signature + 7));
        copies.put("announce list", flipped(genuine, genuine.length - 1));
        copies.put("announce cut", Arrays.copyOf(genuine, genuine.length - 4));
        copies.put("announce stripped", stripped(genuine));
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("announce stripped of a group of its own", flipped(stripped(genuine), GROUP_ID + 1));
        all.putAll(copies);
        // The session is new to the receiver under another group ID or instance.
        copies.forEach((name, copy) -> all.put(name + " of another group", flipped(copy, GROUP_ID)));
        copies.forEach((name, copy) -> all.put(name + " of another instance", flipped(copy, INSTANCE)));
        return all;
    }

    /** Without EXT_ENC_INFO: a session in the clear, if anybody believes it. */
    static byte[] stripped(byte[] announce) {
        int extension = (announce[ENC_INFO + 1] & 0xFF) * 4;
        byte[] copy = new byte[announce.length - extension];
        System.arraycopy(announce, 0, copy, 0, ENC_INFO);
        System.arraycopy(announce, ENC_INFO + extension, copy, ENC_INFO, copy.length - ENC_INFO);
        copy[HEADER + 1] = (byte) ((ENC_INFO - HEADER) / 4);
        return copy;
    }

    private static Map<String, byte[]> registers(byte[] genuine) {
        Map<String, byte[]> copies = new LinkedHashMap<>();
        copies.put("register time", flipped(genuine, HEADER + 4));
        copies.put("register random", flipped(genuine, HEADER + 12));
        copies.put("register key", flipped(genuine, genuine.length - 1));
        copies.put("register curve", flipped(genuine, HEADER + 45));
        copies.put("register cut", Arrays.copyOf(genuine, genuine.length - 8));
        copies.put("register in the clear", clearRegister(genuine));
        return copies;
    }

    private static byte[] clearRegister(byte[] genuine) {
        byte[] copy = Arrays.copyOf(genuine, HEADER + 44);
        copy[HEADER + 1] = 44 / 4;
        Arrays.fill(copy, HEADER + 12, copy.length, (byte) 0);
        ByteBuffer.wrap(copy).putShort(HEADER + 2, (short) 0);
        return copy;
    }

    private static Map<String, byte[]> keyInfos(byte[] genuine) {
        int signatureLength = ByteBuffer.wrap(genuine).getShort(HEADER + 2) & 0xFFFF;
        int entry = HEADER + 12 + signatureLength;
        Map<String, byte[]> copies = new LinkedHashMap<>();
        copies.put("keyinfo counter", flipped(genuine, HEADER + 11));
        copies.put("keyinfo signature", flipped(genuine, HEADER + 12 + 7));
        copies.put("keyinfo master", flipped(genuine, entry + 4));
        copies.put("keyinfo tag", flipped(genuine, entry + 51));
        copies.put("keyinfo sequence", flipped(genuine, 2));
        copies.put("keyinfo grtt", set(genuine, 13, 0xFF));
        copies.put("keyinfo unsigned", unsigned(genuine, signatureLength));
        copies.put("keyinfo again", genuine.clone());
        return copies;
    }

    private static byte[] unsigned(byte[] genuine, int signatureLength) {
        byte[] copy = new byte[genuine.length - signatureLength];
        int fixed = HEADER + 12;
        System.arraycopy(genuine, 0, copy, 0, fixed);
        System.arraycopy(genuine, fixed + signatureLength, copy, fixed, copy.length - fixed);
        copy[HEADER + 1] = 12 / 4;
        ByteBuffer.wrap(copy).putShort(HEADER + 2, (short) 0);
        return copy;
    }

    private static Map<String, byte[]> sealed(byte[] genuine) {
        Map<String, byte[]> copies = new LinkedHashMap<>();
        copies.put("sealed again", genuine.clone());
        copies.put("sealed sequence", flipped(genuine, 2));
        copies.put("sealed source", flipped(genuine, 7));
        copies.put("sealed grtt", set(genuine, 13, 0xFF));
        copies.put("sealed group size", set(genuine, 14, 0xFF));
        copies.put("sealed counter", flipped(genuine, HEADER + 7));
        copies.put("sealed far counter", set(genuine, HEADER, 0x7F));
        copies.put("sealed first byte", flipped(genuine, HEADER + 12));
        copies.put("sealed tag", flipped(genuine, genuine.length - 1));
        copies.put("sealed cut", Arrays.copyOf(genuine, genuine.length - 1));
        copies.put("sealed as FILESEG", set(genuine, 1, 9));
        return copies;
    }

    private static byte[] flipped(byte[] genuine, int at) {
        return set(genuine, at, genuine[at] ^ 1);
    }

    private static byte[] set(byte[] genuine, int at, int value) {
        byte[] copy = genuine.clone();
        copy[at] = (byte) value;
        return copy;
    }
}
