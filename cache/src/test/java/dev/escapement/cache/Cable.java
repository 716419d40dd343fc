package dev.escapement.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What lies between a client and a server: passes bytes on, until it is told otherwise. */
final class Cable implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket entrance;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Semaphore pieces = new Semaphore(0);
    private volatile boolean down;
    private volatile boolean slow;

    Cable(URI server) throws IOException {
        target = new InetSocketAddress(server.getHost(), server.getPort());
        entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + entrance.getLocalPort() + "/");
    }

    /** Breaks all connections, also in the middle of a record. */
    void cut() {
        links.forEach(Link::close);
    }

    /** Breaks all connections and accepts none. */
    void down() {
        down = true;
        cut();
    }

    /** Accepts connections again. */
    void up() {
        down = false;
    }

    /** Passes nothing on any more for the connections that there are, which stay open; new ones work. */
    void silence() {
        links.forEach(link -> link.silent = true);
    }

    /** Takes from the server only what is let through, piece by piece, and has little room for the rest. */
    void slow() {
        slow = true;
    }

    /** Lets 8 KiB through. */
    void letOnePieceThrough() {
        pieces.release();
    }

    /** Passes on as quickly as it can. */
    void quick() {
        slow = false;
        pieces.release(1 << 20);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var near = entrance.accept();
                if (down) {
                    near.close();
                    continue;
                }
                var far = new Socket();
                try {
                    far.setReceiveBufferSize(1 << 16);
                    far.connect(target);
                } catch (IOException e) {
                    near.close();
                    continue;
                }
                var link = new Link(near, far);
                links.add(link);
                Thread.startVirtualThread(() -> link.pass(near, far));
                Thread.startVirtualThread(() -> link.pass(far, near));
            } catch (IOException e) {
                // it is closed, or the next one is accepted
            }
        }
    }

    private final class Link {
        private final Socket near;
        private final Socket far;
        private volatile boolean silent;

        Link(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void pass(Socket from, Socket to) {
            var buffer = new byte[8192];
            try {
                for (int n = from.getInputStream().read(buffer);
                        n > 0;
                        n = from.getInputStream().read(buffer)) {
                    if (slow && from == far) {
                        pieces.acquireUninterruptibly();
                    }
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // as good as an end
            }
            if (!silent) {
                close();
            }
        }

        void close() {
            links.remove(this);
            try (near;
                    far) {
                near.setSoLinger(true, 0); // a reset
            } catch (IOException e) {
                // it was closed already
            }
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        quick();
    }
}
