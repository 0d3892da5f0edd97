//! TCP connections that can be cut from outside, in the middle of anything.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The switch of one connection.
#[derive(Debug, Default)]
struct Switch {
    cut: AtomicBool,
    waker: AtomicWaker,
}

/// A handle that cuts one connection.
#[derive(Clone, Debug)]
pub(super) struct Line(Arc<Switch>);

impl Line {
    /// Closes the connection without another byte.
    pub(super) fn cut(&self) {
        self.0.cut.store(true, Ordering::Release);
        self.0.waker.wake();
    }

    fn check(&self, context: &Context<'_>) -> io::Result<()> {
        self.0.waker.register(context.waker());
        if self.0.cut.load(Ordering::Acquire) {
            return Err(io::Error::from(io::ErrorKind::ConnectionReset));
        }
        Ok(())
    }
}

/// The open connections of one simulator.
#[derive(Debug, Default)]
pub(super) struct Lines(Mutex<Vec<Weak<Switch>>>);

impl Lines {
    fn open(&self) -> Line {
        let switch = Arc::new(Switch::default());
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|line| line.strong_count() > 0);
        lines.push(Arc::downgrade(&switch));
        Line(switch)
    }

    /// Closes every connection without another byte.
    pub(super) fn cut(&self) {
        for switch in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if let Some(switch) = switch.upgrade() {
                Line(switch).cut();
            }
        }
    }
}

/// A listener that knows every open connection.
pub(super) struct Listener {
    socket: TcpListener,
    lines: Arc<Lines>,
}

impl Listener {
    pub(super) fn new(socket: TcpListener, lines: Arc<Lines>) -> Self {
        Self { socket, lines }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        loop {
            match self.socket.accept().await {
                Ok((stream, address)) => {
                    // Only a latency matter, and a socket that is already gone shows itself at the first read.
                    let _ = stream.set_nodelay(true);
                    return (Socket { stream, line: self.lines.open() }, address);
                }
                // Out of file descriptors, most likely: without a pause this would spin.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

impl Connected<IncomingStream<'_, Listener>> for Line {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        stream.io().line.clone()
    }
}

/// A TCP stream behind a [`Line`].
pub(super) struct Socket {
    stream: TcpStream,
    line: Line,
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.line.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.line.check(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.line.check(context)?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.line.check(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        Poll::Ready(Ok(()))
    }
}
