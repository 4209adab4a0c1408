// A stream sealed end to end on another one: every message is a `u16 length` and that many bytes, a Noise
// transport message (PROTOCOL.md, section 2). Loop thread.
#pragma once
#include <memory>
#include <optional>

#include "appliance/net/stream.h"
#include "appliance/seal/noise.h"

namespace gatehouse::seal {

// Cuts bytes into messages of a handshake or of a sealed stream.
class MessageReader {
 public:
  void feed(ByteView data) { buffer_.insert(buffer_.end(), data.begin(), data.end()); }
  // The next whole message, good until feed() or rest(); nothing: there is none yet.
  std::optional<ByteView> next();
  // What was fed and not given out as a message. Empties the reader.
  Bytes rest();

 private:
  Bytes buffer_;
  std::size_t at_ = 0;
};

// `message`, at most kMessageCap bytes, with its length.
Bytes framed(ByteView message);

class SealedStream final : public net::Stream {
 public:
  SealedStream(std::unique_ptr<net::Stream> below, Ciphers ciphers);

  // A message that can't be opened ends the stream with an error, and forged() holds.
  void start(Events events) override;
  // What came behind the handshake, in front of everything that the stream below gives. Once, after start().
  void feed(ByteView sealed) { received(sealed); }
  void write(ByteView data) override;
  std::size_t pending() const override { return below_ ? below_->pending() : 0; }
  void pause_reading() override;
  void resume_reading() override;
  void close() override;
  bool forged() const { return forged_; }

 private:
  void received(ByteView data);
  void over(std::optional<Error> error);

  std::unique_ptr<net::Stream> below_;
  Ciphers ciphers_;
  Events events_;
  MessageReader reader_;
  Bytes plain_, sealed_;  // reused
  bool forged_ = false;
};

}  // namespace gatehouse::seal
