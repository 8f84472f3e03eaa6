package io.uftpengine.crypto.api;

import java.util.Optional;

/** The elliptic curves of protocol 5 (protocol 5.3.12), for ECDH and ECDSA. */
public enum EcCurve {
    SECP256R1(23, "secp256r1", "prime256v1", 256),
    SECP384R1(24, "secp384r1", "secp384r1", 384),
    SECP521R1(25, "secp521r1", "secp521r1", 521);

    private static final int BLOB_HEADER_LENGTH = 4;

    private final int code;
    private final String optionName;
    private final String printedName;
    private final int bits;

    EcCurve(int code, String optionName, String printedName, int bits) {
        this.code = code;
        this.optionName = optionName;
        this.printedName = printedName;
        this.bits = bits;
    }

    /** The curve number on the wire. */
    public int code() {
        return code;
    }

    /** As {@code --ecdh-curve/-e} writes it, which is also its name among Java's standard names. */
    public String optionName() {
        return optionName;
    }

    /** As the reference's key tool prints it: prime256v1 for secp256r1 (wire facts 13.4). */
    public String printedName() {
        return printedName;
    }

    /** Size of the field. */
    public int bits() {
        return bits;
    }

    /** Bytes of one coordinate, and of each half of a signature: 32, 48 or 66. */
    public int coordinateLength() {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Bytes of a key blob on this curve: 68, 100 or 136. A signature in wire form is exactly as long (wire facts 6.2). */
    public int blobLength() {
        return BLOB_HEADER_LENGTH + 2 * coordinateLength();
    }

    /** The curve of a number from the wire. */
    public static Optional<EcCurve> ofCode(int code) {
        for (EcCurve curve : values()) {
            if (curve.code == code) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    /** The curve of either of its names. */
    public static Optional<EcCurve> ofName(String name) {
        for (EcCurve curve : values()) {
            if (curve.optionName.equalsIgnoreCase(name) || curve.printedName.equalsIgnoreCase(name)) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }
}
