// Where viewers reach this machine without the appliance (PROTOCOL.md, Direct connections). A stranger gets nothing,
// not one byte, before its first message has shown a ticket that is good here, and the appliance has said on the
// control link that the session may be. What such a session is beyond that is the same as of every other. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "appliance/base/log.h"
#include "appliance/net/counted_stream.h"
#include "appliance/net/listener.h"
#include "appliance/seal/noise.h"
#include "appliance/seal/sealed_stream.h"
#include "appliance/seal/ticket.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class DirectDoor {
 public:
  struct Limits {
    std::size_t strangers = 16;   // who have not shown a good ticket; beyond that the oldest gives way
    std::size_t per_address = 4;  // of them (base/address.h); one more is turned away
    std::chrono::milliseconds within{3000};  // from the connection to the appliance's answer
    std::chrono::milliseconds tell_bytes{1000}, look_at_addresses{60000};
  };
  struct Guest {
    seal::Ticket ticket;
    std::unique_ptr<net::Stream> stream;  // behind the viewer's handshake message; its answer is written
    seal::Ciphers ciphers;
  };
  struct House {
    // Who is it, by the ticket of a first message that was sealed with the ephemeral key `viewer_key`? Good once.
    // Error: it is no good, or there is no room; for the log.
    std::function<Result<seal::Ticket>(const std::string& ticket, const seal::PublicKey& viewer_key)> redeem;
    // On the control link; false: there is none.
    std::function<bool(const wire::Record&)> tell;
    // Let in. left() follows.
    std::function<void(Guest)> come;
    std::function<std::vector<std::string>()> addresses;  // of this machine
  };

  // Listens on `port` of all addresses (0: a free one). A port that can't be had is said in the log, and nobody comes.
  DirectDoor(net::EventLoop& loop, std::uint16_t port, const seal::PrivateKey& device_key, House house);
  DirectDoor(net::EventLoop& loop, std::uint16_t port, const seal::PrivateKey& device_key, House house,
             Limits limits);
  ~DirectDoor();

  std::uint16_t port() const;  // 0: nobody comes

  // The control link stands: tells where this machine is.
  void online();
  // It broke: nobody is let in until it stands again. Gives the calls of those who are in, which can't go on.
  std::vector<std::uint64_t> offline();
  // The appliance's answer about one who waits.
  void answered(const wire::DirectAnswer& answer);
  // The session of one who was let in is over: tells the bytes that were not told yet. Of others nothing.
  void left(std::uint64_t call);

 private:
  struct Caller;
  using Number = std::uint64_t;
  struct Inside {
    std::string address;
    std::shared_ptr<net::StreamCounts> counts;
    net::StreamCounts told;
  };

  void arrived(UniqueFd socket, const net::PeerAddress& peer);
  bool make_room(const std::string& key);
  void received(Number number, ByteView data);
  Result<void> greet(Caller& caller, ByteView message);
  void turn_away(Number number, const std::string& why);
  void let_in(Number number);
  void tell_addresses(std::vector<std::string> addresses);
  void tell_bytes(std::uint64_t call, Inside& inside);

  net::EventLoop& loop_;
  const seal::PrivateKey& device_key_;
  const House house_;
  const Limits limits_;
  std::map<Number, std::unique_ptr<Caller>> callers_;  // the oldest first
  Number last_ = 0;
  std::map<std::uint64_t, Inside> inside_;  // by call
  std::vector<std::string> told_addresses_;
  bool online_ = false;
  log::LineLimit logged_;
  std::unique_ptr<net::Listener> listener_;
  net::EventLoop::HandlePtr telling_, looking_;
};

}  // namespace gatehouse::agent
