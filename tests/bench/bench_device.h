// A machine without a screen: enrols, keeps its control link, and joins every call it is rung for.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>

#include "appliance/agent/enrolment.h"
#include "appliance/base/clock.h"
#include "appliance/net/certificates.h"
#include "appliance/seal/keys.h"
#include "appliance/wire/enrolment_token.h"
#include "appliance/wire/heartbeat.h"

namespace gatehouse::bench {

class Device {
 public:
  // The data link of a call that was joined, after JOINED.
  using Joined = std::function<void(std::unique_ptr<net::TlsStream>)>;

  Device(net::EventLoop& loop, std::uint16_t port, std::string ca, const std::string& token, Joined joined)
      : loop_(loop), port_(port), ca_(std::move(ca)), joined_(std::move(joined)) {
    const auto parts = wire::parse_enrolment_token(token);
    const auto request = net::new_request(key_);
    if (!parts || !request) throw std::runtime_error("no enrolment token, or no key");
    wire::Facts facts;
    facts.host_name = "bench";
    enrolment_ = std::make_unique<agent::Enrolment>(
        loop_, [this](agent::Dialed done) { return net::tls_connect(loop_, options(), std::move(done)); },
        wire::Enrol{wire::kVersion, parts->secret, *request, facts},
        [this](Result<std::string> certificate) {
          if (!certificate) throw std::runtime_error(certificate.error().message);
          certificate_ = *certificate;
          loop_.post([this] { link(); });
        });
  }

  // Nothing: it is not online yet.
  std::uint64_t id() const { return id_; }
  std::string public_key() const { return std::string(as_text(seal_key_.public_key())); }

 private:
  struct Joining {
    net::EventLoop::HandlePtr dialing;
    std::unique_ptr<net::TlsStream> stream;
  };

  net::TlsClientOptions options() const {
    net::TlsClientOptions tls;
    tls.host = "127.0.0.1";
    tls.port = port_;
    tls.server_name = "gatehouse.appliance";
    tls.trusted_ca = ca_;
    tls.certificate = certificate_;
    if (!certificate_.empty()) tls.key = key_;
    return tls;
  }
  void link() {
    enrolment_.reset();
    dialing_ = net::tls_connect(loop_, options(), [this](Result<std::unique_ptr<net::TlsStream>> stream) {
      if (!stream) throw std::runtime_error(stream.error().message);
      stream_ = *std::move(stream);
      stream_->start(
          {.data = [this](ByteView data) { received(data); },
           .drained = [] {},
           .closed = [](std::optional<Error>) { throw std::runtime_error("the control link broke"); }});
      stream_->write(wire::encode(wire::Hello{wire::kVersion, public_key(), {}}));
    });
  }
  void received(ByteView data) {
    reader_.feed(data);
    while (const auto record = reader_.next()) {
      if (const auto* welcome = std::get_if<wire::Welcome>(&*record)) {
        id_ = welcome->device_id;
      } else if (const auto* ping = std::get_if<wire::Ping>(&*record)) {
        stream_->write(wire::encode(wire::Pong{ping->opaque}));
      } else if (const auto* ring = std::get_if<wire::Ring>(&*record)) {
        join(*ring);
      } else if (const auto* goodbye = std::get_if<wire::Goodbye>(&*record)) {
        throw std::runtime_error("the appliance said goodbye: " + goodbye->words);
      }
    }
  }
  void join(const wire::Ring& ring) {
    const std::uint64_t call = ring.call_id;
    joining_[call].dialing = net::tls_connect(
        loop_, options(), [this, ring, call](Result<std::unique_ptr<net::TlsStream>> stream) {
          if (!stream) throw std::runtime_error(stream.error().message);
          auto& one = joining_[call];
          one.stream = *std::move(stream);
          one.stream->start({.data =
                                 [this, call](ByteView) {
                                   // JOINED: the other side says nothing before this one does.
                                   auto ready = std::move(joining_[call].stream);
                                   loop_.post([this, call] { joining_.erase(call); });
                                   joined_(std::move(ready));
                                 },
                             .drained = [] {},
                             .closed = [this, call](std::optional<Error>) { joining_.erase(call); }});
          one.stream->write(wire::encode(wire::Join{wire::kVersion, ring.call_id, ring.join_key}));
        });
  }

  net::EventLoop& loop_;
  const std::uint16_t port_;
  const std::string ca_;
  const Joined joined_;
  const std::string key_ = net::new_key_pem();
  const seal::PrivateKey seal_key_ = seal::PrivateKey::generate();
  std::string certificate_;
  std::unique_ptr<agent::Enrolment> enrolment_;
  net::EventLoop::HandlePtr dialing_;
  std::unique_ptr<net::TlsStream> stream_;
  wire::RecordReader reader_;
  std::map<std::uint64_t, Joining> joining_;
  std::uint64_t id_ = 0;
};

}  // namespace gatehouse::bench
