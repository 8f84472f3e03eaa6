package io.uftpengine.cli;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SenderHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.UftpEngine;
import io.uftpengine.core.event.SessionEvent;
import java.nio.file.Path;
import java.util.List;

/** The README's example: a receiver and a sender in one program. */
final class EmbeddingExample {
    private EmbeddingExample() {}

    static boolean transfer(NetworkConfig network, Path file, Path incoming) throws Exception {
        // README: begin
        try (UftpEngine engine = UftpEngine.create()) {
            ReceiverHandle receiver = engine.receive(
                    ReceiverConfig.builder()
                            .network(network)
                            .destDirs(List.of(incoming))
                            .build(),
                    new SessionListener() {
                        @Override
                        public void onEvent(int groupId, SessionEvent event) {
                            if (event instanceof SessionEvent.FileFinished received) {
                                System.out.println(received.name() + ": " + received.outcome());
                            }
                        }
                    });

            SenderHandle sender = engine.send(
                    SenderConfig.builder()
                            .network(network)
                            .receivers(List.of(receiver.uniqueId())) // a closed group
                            .rateBitsPerSecond(100_000_000)
                            .files(List.of(file))
                            .build(),
                    SessionListener.NONE);
            SendReport report = sender.result().get();
            report.receivers().forEach(r -> System.out.println(UniqueId.format(r.receiverId()) + ": " + r.state()));
            return report.isEverythingDelivered();
        }
        // README: end
    }
}
