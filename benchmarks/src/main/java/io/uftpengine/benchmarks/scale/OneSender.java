package io.uftpengine.benchmarks.scale;

import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.UftpEngine;
import io.uftpengine.core.event.SessionEvent;

/** The sender's process. Says on standard output what came of it; exit status 1 when somebody lacks the file. */
final class OneSender {
    private static final double NS_PER_SECOND = 1e9;

    private OneSender() {}

    public static void main(String[] arguments) throws Exception {
        ScaleSettings settings = ScaleSettings.of(arguments);
        boolean isAllThere;
        try (UftpEngine engine = UftpEngine.create()) {
            SendReport report =
                    engine.send(settings.sender(), new Troubles()).result().get();
            isAllThere = report.isEverythingDelivered();
            System.out.printf(
                    "session     %.2f s, %s %s%n",
                    report.elapsedNs() / NS_PER_SECOND, report.outcome(), report.reason());
            System.out.printf(
                    "blocks      %d sent, %d of them again (%.2f %%), %d NAKs from %d receivers%n",
                    report.blocksSent(),
                    report.blocksRetransmitted(),
                    100.0 * report.blocksRetransmitted() / Math.max(1, report.blocksSent()),
                    report.naksReceived(),
                    report.receivers().stream().filter(r -> r.naks() > 0).count());
            System.out.printf("wire        %.3f x the file%n", report.bytesOnWire() / (settings.megabytes() * 1e6));
        }
        System.out.println("sender      " + ProcessFigures.now());
        System.exit(isAllThere ? 0 : 1);
    }

    /** Tells of receivers that were lost, and of warnings. */
    private static final class Troubles implements SessionListener {
        @Override
        public void onEvent(int groupId, SessionEvent event) {
            if (event instanceof SessionEvent.ReceiverChanged changed
                    && !changed.reason().isEmpty()) {
                System.out.println("            " + changed);
            }
        }

        @Override
        public void onWarning(String message) {
            System.out.println("            " + message);
        }
    }
}
