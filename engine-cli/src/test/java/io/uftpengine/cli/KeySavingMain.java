package io.uftpengine.cli;

import io.uftpengine.cli.lab.SavedEphemeralKeys;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.EngineWithKeys;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SenderHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.engine.UftpEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The program, but for one thing: the ephemeral private keys of its sessions are saved in the file that a property names. */
public final class KeySavingMain {
    /** The property. */
    public static final String FILE_PROPERTY = "uftp.lab.ephemeral";

    private KeySavingMain() {}

    /** As {@link Main#main}. */
    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        interruption.install();
        int code = new CommandRunner(new Surroundings(
                        System.in,
                        System.out,
                        System.err,
                        null,
                        System.getenv(),
                        metrics -> new SavingEngine(),
                        interruption,
                        new HangUp()))
                .run(args);
        System.out.flush();
        interruption.end(code);
        System.exit(code);
    }

    private static final class SavingEngine implements Engine {
        private final UftpEngine engine =
                EngineWithKeys.create(SavedEphemeralKeys.savingTo(Path.of(System.getProperty(FILE_PROPERTY))));

        @Override
        public SenderHandle send(SenderConfig config, SessionListener listener) throws EngineException {
            return engine.send(config, listener);
        }

        @Override
        public ReceiverHandle receive(ReceiverConfig config, SessionListener listener) throws EngineException {
            return engine.receive(config, listener);
        }

        @Override
        public CompletableFuture<List<SessionSnapshot>> sessions() {
            return engine.sessions();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
