// Connections that have not said yet what they are: the first record must be ENROL, HELLO, JOIN, VIEW or NODE and come
// in time. Everything else gets GOODBYE with a reason, and the reason is counted. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "appliance/base/clock.h"
#include "appliance/net/closing_streams.h"
#include "appliance/net/tls.h"
#include "appliance/relay/relay.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

class Reception {
 public:
  struct Events {
    // A known device said HELLO; it waits for WELCOME.
    std::function<void(std::unique_ptr<net::TlsStream>, Needs::Identity, const wire::Hello&)> hello;
    // Somebody with a certificate wants to join a call; whether they may is for the receiver to check.
    std::function<void(std::unique_ptr<net::TlsStream>, const wire::Join&)> join;
    // A viewer wants to be let into a call; the same.
    std::function<void(std::unique_ptr<net::TlsStream>, const wire::View&)> view;
    // Somebody with a certificate says that it is a relay of its own; the same.
    std::function<void(std::unique_ptr<net::TlsStream>, const wire::Node&)> node;
    std::function<void()> enrolled;
    std::function<void(wire::CloseReason)> refused;
  };

  Reception(const Clock& clock, const RelayLimits& limits, ArrivalNeeds& needs, net::ClosingStreams& closing,
            Events events);
  ~Reception();

  void accept(std::unique_ptr<net::TlsStream> stream);
  // Says GOODBYE and closes: to a link that never was let in, and to one that was.
  void refuse(std::unique_ptr<net::TlsStream> stream, wire::CloseReason reason, std::string_view words = {});
  void dismiss(std::unique_ptr<net::TlsStream> stream, wire::CloseReason reason, std::string_view words = {});
  // Answers of Needs::identify that are still on their way may be out of date: they are asked for again.
  void identities_changed() { ++identities_; }
  // Ends those that missed their deadline.
  void tick();
  void refuse_all(wire::CloseReason reason);

 private:
  struct Arrival;
  using Number = std::uint64_t;

  void make_room(const std::string& address);
  void received(Number number, ByteView data);
  void first_record(Number number, const wire::Record& record);
  void enrol(Number number, const wire::Enrol& request);
  void identify(Number number);
  void refuse(Number number, wire::CloseReason reason, std::string_view words = {});
  std::unique_ptr<net::TlsStream> take(Number number);
  // `task`, unless this or the arrival is gone when it runs.
  template <class Answer>
  std::function<void(Answer)> while_here(Number number, std::function<void(Arrival&, Answer)> task);

  const Clock& clock_;
  const RelayLimits& limits_;
  ArrivalNeeds& needs_;
  net::ClosingStreams& closing_;
  Events events_;
  std::map<Number, std::unique_ptr<Arrival>> arrivals_;  // the oldest first
  Number last_ = 0;
  std::uint64_t identities_ = 0;
  std::shared_ptr<Reception*> self_ = std::make_shared<Reception*>(this);
};

}  // namespace gatehouse::relay
