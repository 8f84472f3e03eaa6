package io.uftpengine.crypto.v5;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What protocol 5 signs, in pieces that a signer takes one after the other (wire facts 6.5, 6.7). The prefixes are ASCII
 * without a terminator and, unlike the key schedule's, have a space before the 5.
 */
public final class SignedData {
    private static final byte[] CLIENT_KEY = ascii("UFTP 5, CLIENT_KEY");
    private static final byte[] KEYINFO = ascii("UFTP 5, KEYINFO");
    private static final byte[] PROXY_KEY = ascii("UFTP 5, PROXY_KEY");
    private static final byte[] GROUP_MASTER = ascii("UFTP 5, group master");

    private SignedData() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Of an ANNOUNCE.
     *
     * @param datagram the whole UDP payload {@linkplain HandshakeContext#withoutSignature without signature}
     */
    public static byte[][] announce(byte[] datagram) {
        return new byte[][] {datagram};
    }

    /** Of a CLIENT_KEY. */
    public static byte[][] clientKey(byte[] clientContext1) {
        return new byte[][] {CLIENT_KEY.clone(), clientContext1};
    }

    /**
     * Of a KEYINFO.
     *
     * @param datagram the whole UDP payload {@linkplain HandshakeContext#withoutSignature without signature}
     */
    public static byte[][] keyInfo(byte[] serverContext, byte[] proxyContext, byte[] datagram) {
        return new byte[][] {KEYINFO.clone(), serverContext, proxyContext, datagram};
    }

    /** Of a PROXY_KEY, whose message is in the proxy's context. */
    public static byte[][] proxyKey(byte[] serverContext, byte[] proxyContext) {
        return new byte[][] {PROXY_KEY.clone(), serverContext, proxyContext};
    }

    /** The additional data of a wrapped group master. */
    static byte[] groupMasterAad(byte[] clientContext2) {
        byte[] aad = Arrays.copyOf(GROUP_MASTER, GROUP_MASTER.length + clientContext2.length);
        System.arraycopy(clientContext2, 0, aad, GROUP_MASTER.length, clientContext2.length);
        return aad;
    }
}
