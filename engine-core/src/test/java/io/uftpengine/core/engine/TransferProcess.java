package io.uftpengine.core.engine;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.event.SessionEvent;
import java.nio.file.Path;
import java.util.List;

/** A sender or a receiver in a process of its own, for network namespaces. Says on standard output what happens. */
final class TransferProcess {
    private static final int PORT = 1044;

    private TransferProcess() {}

    /**
     * {@code receive INTERFACE PUBLIC-GROUP DIRECTORY ID}, until standard input ends, or
     * {@code send INTERFACE PUBLIC-GROUP PRIVATE-GROUP FILE RATE ID}.
     */
    public static void main(String[] arguments) throws Exception {
        NetworkConfig network = new NetworkConfig(List.of(arguments[1]), PORT, 0, 1, 0, 1 << 20);
        SessionListener teller = new SessionListener() {
            @Override
            public void onEvent(int groupId, SessionEvent event) {
                System.out.println(event);
            }

            @Override
            public void onWarning(String message) {
                System.out.println("WARNING " + message);
            }
        };
        try (UftpEngine engine = UftpEngine.create()) {
            if (arguments[0].equals("receive")) {
                receive(engine, network, arguments, teller);
            } else {
                send(engine, network, arguments, teller);
            }
        }
    }

    private static void receive(UftpEngine engine, NetworkConfig network, String[] arguments, SessionListener teller)
            throws Exception {
        engine.receive(
                ReceiverConfig.builder()
                        .network(network)
                        .publicAddresses(List.of(arguments[2]))
                        .destDirs(List.of(Path.of(arguments[3])))
                        .uniqueId(Integer.parseInt(arguments[4]))
                        .build(),
                teller);
        System.out.println("READY");
        while (System.in.read() >= 0) {
            continue;
        }
    }

    private static void send(UftpEngine engine, NetworkConfig network, String[] arguments, SessionListener teller)
            throws Exception {
        SendReport report = engine.send(
                        SenderConfig.builder()
                                .inTheClear()
                                .network(network)
                                .publicAddress(arguments[2])
                                .privateAddress(arguments[3])
                                .files(List.of(Path.of(arguments[4])))
                                .rateBitsPerSecond(Long.parseLong(arguments[5]))
                                .receivers(List.of(Integer.parseInt(arguments[6])))
                                .grtt(0.5, 0.3, 2)
                                .build(),
                        teller)
                .result()
                .get();
        System.out.println("REPORT " + report.outcome() + " " + report.isEverythingDelivered());
    }
}
