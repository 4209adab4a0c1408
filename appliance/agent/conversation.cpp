#include "appliance/agent/conversation.h"

namespace gatehouse::agent {

using wire::CloseReason;

Conversation::Conversation(net::EventLoop& loop, const Dial& dial, wire::Record first,
                           std::chrono::seconds answer_within, Events events)
    : loop_(loop),
      first_(std::move(first)),
      answer_within_(answer_within),
      events_(std::make_shared<Events>(std::move(events))) {
  dialing_ = dial([this](auto stream) { connected(std::move(stream)); });
}

void Conversation::connected(Result<std::unique_ptr<net::TlsStream>> stream) {
  if (!stream) return end(CloseReason::none, stream.error().message);
  stream_ = *std::move(stream);
  deadline_ = loop_.after(answer_within_, [this] { end(CloseReason::none, "the appliance did not answer"); });
  stream_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [] {},
      .closed =
          [this](std::optional<Error> why) {
            end(CloseReason::none, why ? why->message : "the appliance closed the connection");
          },
  });
  send(first_);
}

void Conversation::received(ByteView data) {
  const auto life = std::weak_ptr(life_);
  const auto events = events_;
  reader_.feed(data);
  while (const auto record = reader_.next()) {
    deadline_.reset();
    if (const auto* goodbye = std::get_if<wire::Goodbye>(&*record))
      return end(goodbye->reason, goodbye->words);
    events->record(*record);
    if (life.expired() || !stream_) return;
  }
  if (reader_.broken()) end(CloseReason::none, "the appliance sent what this version does not understand");
}

void Conversation::close() {
  if (stream_) return stream_->close();
  dialing_.reset();
  end(CloseReason::none, "it was given up");
}

std::unique_ptr<net::TlsStream> Conversation::take_stream(Bytes& rest) {
  rest = reader_.take_rest();
  return std::move(stream_);
}

void Conversation::end(CloseReason reason, std::string words) {
  deadline_.reset();
  stream_.reset();
  const auto over = std::move(events_->over);
  over(reason, std::move(words));
}

}  // namespace gatehouse::agent
