// The viewer's end of a sealed session, without a network: bytes in, bytes out (PROTOCOL.md, section 2).
#pragma once
#include <optional>
#include <string>

#include "appliance/seal/sealed_stream.h"
#include "appliance/wire/session.h"

namespace gatehouse::test {

class SealedViewer {
 public:
  const seal::PublicKey& key() const { return ephemeral_.public_key(); }

  // The first message.
  Bytes greet(const seal::PublicKey& device_key, const std::string& ticket) {
    return greet(device_key, wire::ViewerHello{wire::kVersion, ticket});
  }
  Bytes greet(const seal::PublicKey& device_key, const wire::Control& hello) {
    initiator_.emplace(*seal::PrivateKey::from_bytes(as_bytes(ephemeral_.bytes())), device_key,
                       as_bytes(wire::kPrologue));
    return seal::framed(*initiator_->begin(wire::encode_message(hello)));
  }
  // What arrived, opened. A message that is not the machine's is a broken() viewer.
  Bytes open(ByteView arrived) {
    Bytes plain;
    messages_.feed(arrived);
    while (const auto message = messages_.next()) {
      if (ciphers_) {
        broken_ = broken_ || !ciphers_->receive.open(*message, {}, plain);
      } else if (initiator_ && initiator_->finish(*message)) {
        ciphers_.emplace(initiator_->split());
      } else {
        broken_ = true;
      }
    }
    return plain;
  }
  bool is_sealed() const { return ciphers_.has_value(); }
  bool broken() const { return broken_; }
  // Only once it is sealed.
  Bytes seal(ByteView plain) {
    Bytes out;
    while (!plain.empty()) {
      const ByteView piece = plain.first(std::min(plain.size(), seal::kPlainCap));
      plain = plain.subspan(piece.size());
      Bytes message;
      ciphers_->send.seal(piece, {}, message);
      const Bytes whole = seal::framed(message);
      out.insert(out.end(), whole.begin(), whole.end());
    }
    return out;
  }

 private:
  seal::PrivateKey ephemeral_ = seal::PrivateKey::generate();
  std::optional<seal::Initiator> initiator_;
  std::optional<seal::Ciphers> ciphers_;
  seal::MessageReader messages_;
  bool broken_ = false;
};

}  // namespace gatehouse::test
