package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.EcCurve;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** What the JDK can compute on curves but gives nobody access to. */
public final class EcArithmetic {
    private EcArithmetic() {}

    /**
     * The public point of a private scalar, for key files that leave it out.
     *
     * @param scalar 1 .. order - 1, else IllegalArgumentException
     */
    public static ECPoint publicPoint(EcCurve curve, BigInteger scalar) {
        X9ECParameters parameters = CustomNamedCurves.getByName(curve.optionName());
        if (scalar.signum() <= 0 || scalar.compareTo(parameters.getN()) >= 0) {
            throw new IllegalArgumentException("scalar outside the group");
        }
        org.bouncycastle.math.ec.ECPoint point = new FixedPointCombMultiplier()
                .multiply(parameters.getG(), scalar)
                .normalize();
        return new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    }
}
