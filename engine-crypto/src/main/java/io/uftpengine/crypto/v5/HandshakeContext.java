package io.uftpengine.crypto.v5;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The byte strings that bind keys to what was said in the clear (wire facts 6.3). The pieces come as they are on the wire;
 * IDs are 32-bit wire values.
 */
public final class HandshakeContext {
    /** The proxy's context where there is none. */
    public static final byte[] NO_PROXY = new byte[0];

    private static final int MAX_INSTANCE = 255;

    private HandshakeContext() {}

    /**
     * A copy of {@code message} with zeros in place of the signature: {@code nosig()} of the protocol text.
     *
     * @param signatureOffset within {@code message}
     */
    public static byte[] withoutSignature(byte[] message, int signatureOffset, int signatureLength) {
        byte[] copy = message.clone();
        Arrays.fill(copy, signatureOffset, signatureOffset + signatureLength, (byte) 0);
        return copy;
    }

    /**
     * SC, Server_HS_Context. Of the server always, even when a proxy is in between.
     *
     * @param instance 0..255
     * @param encInfo the whole EXT_ENC_INFO extension {@linkplain #withoutSignature without signature}
     */
    public static byte[] server(int groupId, int instance, int serverId, byte[] encInfo) {
        if (instance < 0 || instance > MAX_INSTANCE) {
            throw new IllegalArgumentException("no instance " + instance);
        }
        return ByteBuffer.allocate(2 * Integer.BYTES + 1 + encInfo.length)
                .putInt(groupId)
                .put((byte) instance)
                .putInt(serverId)
                .put(encInfo)
                .array();
    }

    /**
     * PC, Proxy_HS_Context.
     *
     * @param proxyKey the PROXY_KEY message, header length of it, {@linkplain #withoutSignature without signature}
     */
    public static byte[] proxy(int proxyId, byte[] proxyKey) {
        return ByteBuffer.allocate(Integer.BYTES + proxyKey.length)
                .putInt(proxyId)
                .put(proxyKey)
                .array();
    }

    /**
     * C1, Client_HS_Context1.
     *
     * @param proxyContext {@link #NO_PROXY} without one
     * @param ecdhBlob of the client, as sent in its REGISTER
     * @param clientRandom 32 bytes
     */
    public static byte[] client1(
            byte[] serverContext, byte[] proxyContext, int clientId, byte[] ecdhBlob, byte[] clientRandom) {
        return ByteBuffer.allocate(serverContext.length
                        + proxyContext.length
                        + Integer.BYTES
                        + ecdhBlob.length
                        + clientRandom.length)
                .put(serverContext)
                .put(proxyContext)
                .putInt(clientId)
                .put(ecdhBlob)
                .put(clientRandom)
                .array();
    }

    /**
     * C2, Client_HS_Context2, when the client has sent a CLIENT_KEY; without one it is C1.
     *
     * @param clientKey the CLIENT_KEY message, header length of it, {@linkplain #withoutSignature without signature}
     */
    public static byte[] client2(byte[] clientContext1, byte[] clientKey) {
        byte[] context = Arrays.copyOf(clientContext1, clientContext1.length + clientKey.length);
        System.arraycopy(clientKey, 0, context, clientContext1.length, clientKey.length);
        return context;
    }
}
