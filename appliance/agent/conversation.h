// A fresh connection to the relay on which records are exchanged: dialed, first record sent, answers read.
// What ENROL, HELLO and JOIN have in common. Loop thread.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "appliance/agent/dial.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class Conversation {
 public:
  struct Events {
    // A whole record other than GOODBYE. The owner may destroy the conversation inside any event.
    std::function<void(const wire::Record&)> record;
    // It is over before stop(): no connection, an end, a broken protocol, no answer in time. `reason` is that
    // of a GOODBYE, otherwise none; `words` for the log. Once, last.
    std::function<void(wire::CloseReason reason, std::string words)> over;
  };

  // The first answer must come within `answer_within` of the connection.
  Conversation(net::EventLoop& loop, const Dial& dial, wire::Record first, std::chrono::seconds answer_within,
               Events events);

  void send(const wire::Record& record) { stream_->write(wire::encode(record)); }
  // Sends what is queued, and ends the connection in good order; `over` follows, at once when there is none yet.
  void close();
  // After a record arrived. Gives the stream away, and what followed the last record on it.
  std::unique_ptr<net::TlsStream> take_stream(Bytes& rest);

 private:
  void connected(Result<std::unique_ptr<net::TlsStream>> stream);
  void received(ByteView data);
  void end(wire::CloseReason reason, std::string words);

  net::EventLoop& loop_;
  wire::Record first_;
  std::chrono::seconds answer_within_;
  std::shared_ptr<Events> events_;  // an event may outlive this
  wire::RecordReader reader_;
  net::EventLoop::HandlePtr dialing_, deadline_;
  std::unique_ptr<net::TlsStream> stream_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::agent
