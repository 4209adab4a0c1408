// One TLS connection, from its first handshake byte on; both roles. Mbed TLS reads and writes memory only:
// ciphertext comes in through received() and leaves through the queue.
#pragma once
#include <mbedtls/ssl.h>

#include <functional>
#include <memory>

#include "appliance/base/clock.h"
#include "appliance/net/resumption.h"
#include "appliance/net/socket_stream.h"
#include "appliance/net/tls.h"
#include "appliance/net/tls_config.h"

namespace gatehouse::net {

class TlsConnection final : public SocketStream<TlsStream> {
 public:
  using HandshakeDone = std::function<void(std::optional<Error>)>;

  // `server_name` is what a client demands of the certificate; empty on the server side.
  static Result<std::unique_ptr<TlsConnection>> create(EventLoop& loop, UniqueFd socket, PeerAddress peer,
                                                       std::shared_ptr<TlsConfig> config,
                                                       const std::string& server_name);
  ~TlsConnection() override;

  // A client's, before and after the handshake.
  void resume(const Resumption& kept) { kept.offer(ssl_); }
  void keep(Resumption& kept) const { kept.keep(ssl_); }
  // Begins the handshake. `done` runs once, from the loop; it may destroy this. After it, nothing is read
  // until start().
  void handshake(HandshakeDone done);
  // Server side, before handshake(): the first bytes are plain HTTP, not TLS. Runs instead of `done`.
  void on_plain_http(std::function<void()> plain) { plain_ = std::move(plain); }
  // Sends bytes as they are, in answer to plain HTTP; close() follows.
  void write_plain(std::string_view text);

  // While the handshake runs, on the server side: when the client last took it a step further. Nothing: it has not
  // said hello yet.
  std::optional<SteadyTime> last_step() const { return last_step_; }

  // Bytes wait in the socket whose turn has not come.
  bool has_unread();

  // Bytes that were queued or sent and that the peer has not confirmed to have.
  std::size_t unacknowledged();

  // Keeps something as long as the connection lives (its place among those allowed).
  void hold(std::shared_ptr<void> what) { held_place_ = std::move(what); }

  const std::string& alpn() const override { return alpn_; }
  const PeerAddress& peer() const override { return peer_; }
  const std::string& peer_fingerprint() const override { return fingerprint_; }
  void leave_limits() override { held_place_.reset(); }

 private:
  TlsConnection(EventLoop& loop, UniqueFd socket, PeerAddress peer, std::shared_ptr<TlsConfig> config);
  Result<void> set_up(const std::string& server_name);

  void received(ByteView data) override;
  void received_end() override;
  void broke(Error error) override;
  std::optional<Error> encode(ByteView data) override;
  void encode_end() override;
  bool has_undelivered() const override { return !held_.empty() || mbedtls_ssl_check_pending(&ssl_) != 0; }

  bool looks_like_http(ByteView data) const;
  void continue_handshake();
  void read_records();
  std::optional<Error> learn_peer();
  static int send_callback(void* self, const unsigned char* data, std::size_t size);
  static int receive_callback(void* self, unsigned char* out, std::size_t size);

  std::shared_ptr<void> held_place_;
  std::shared_ptr<TlsConfig> config_;
  mbedtls_ssl_context ssl_;
  PeerAddress peer_;
  std::string alpn_, fingerprint_;
  HandshakeDone handshake_done_;
  std::function<void()> plain_;
  std::optional<SteadyTime> last_step_;
  ByteView incoming_;  // what Mbed TLS may read during received()
  Bytes held_;         // the rest of it, while reading is paused
  bool established_ = false, end_seen_ = false, first_bytes_ = true;
};

}  // namespace gatehouse::net
