package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.api.EcCurve;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;

/** The object identifiers of the curves in key files. */
final class CurveIds {
    private CurveIds() {}

    static ASN1ObjectIdentifier id(EcCurve curve) {
        return switch (curve) {
            case SECP256R1 -> SECObjectIdentifiers.secp256r1;
            case SECP384R1 -> SECObjectIdentifiers.secp384r1;
            case SECP521R1 -> SECObjectIdentifiers.secp521r1;
        };
    }

    /** Null for any other. */
    static EcCurve curve(ASN1ObjectIdentifier id) {
        for (EcCurve curve : EcCurve.values()) {
            if (id(curve).equals(id)) {
                return curve;
            }
        }
        return null;
    }
}
