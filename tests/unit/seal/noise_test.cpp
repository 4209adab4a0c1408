#include "appliance/seal/noise.h"

#include <fstream>
#include <map>

#include "appliance/base/text.h"
#include "tests/support/catch.h"

namespace gatehouse::noise_test {

using namespace seal;

Bytes bytes(std::string_view digits) {
  const std::string raw = from_hex(digits).value();
  const ByteView view = as_bytes(raw);
  return Bytes(view.begin(), view.end());
}

PrivateKey key(std::string_view digits) {
  return *PrivateKey::from_bytes(bytes(digits));
}

using Vector = std::map<std::string, std::string>;

std::vector<Vector> vectors() {
  std::ifstream file(GATEHOUSE_SOURCE_DIR "/tests/vectors/noise_nk.txt");
  std::vector<Vector> all;
  for (std::string line; std::getline(file, line);) {
    const auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string::npos) continue;
    if (line.starts_with("handshake=")) all.emplace_back();
    all.back()[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return all;
}

struct Handshake {
  PrivateKey device = PrivateKey::generate();
  Initiator initiator{PrivateKey::generate(), device.public_key(), as_bytes("here")};
  Responder responder{device, as_bytes("here")};
};

TEST_CASE("the published vectors come out, on both sides", "[seal]") {
  const auto all = vectors();
  REQUIRE(all.size() == 4);
  for (Vector vector : all) {
    const Bytes prologue = bytes(vector["prologue"]);
    const PrivateKey device = key(vector["resp_static"]);
    Initiator initiator(key(vector["gen_init_ephemeral"]), device.public_key(), prologue);
    Responder responder(device, prologue);

    const auto first = initiator.begin(bytes(vector["msg_0_payload"]));
    REQUIRE(first);
    CHECK(*first == bytes(vector["msg_0_ciphertext"]));
    CHECK(*responder.begin(*first) == bytes(vector["msg_0_payload"]));
    CHECK(responder.initiator() == key(vector["gen_init_ephemeral"]).public_key());
    const auto second = responder.finish(key(vector["gen_resp_ephemeral"]), bytes(vector["msg_1_payload"]));
    REQUIRE(second);
    CHECK(*second == bytes(vector["msg_1_ciphertext"]));
    CHECK(*initiator.finish(*second) == bytes(vector["msg_1_payload"]));

    Ciphers viewer = initiator.split(), machine = responder.split();
    CHECK(viewer.handshake_hash == machine.handshake_hash);
    Bytes out, back;
    CHECK(viewer.send.seal(bytes(vector["msg_2_payload"]), {}, out));
    CHECK(out == bytes(vector["msg_2_ciphertext"]));
    CHECK(machine.receive.open(out, {}, back));
    CHECK(back == bytes(vector["msg_2_payload"]));
    out.clear();
    CHECK(machine.send.seal(bytes(vector["msg_3_payload"]), {}, out));
    CHECK(out == bytes(vector["msg_3_ciphertext"]));
  }
}

TEST_CASE("a handshake for another key, place or viewer is refused", "[seal]") {
  Handshake h;
  Bytes first = *h.initiator.begin(as_bytes("ticket"));
  SECTION("another device") {
    const PrivateKey other = PrivateKey::generate();
    CHECK_FALSE(Responder(other, as_bytes("here")).begin(first));
  }
  SECTION("another prologue") {
    CHECK_FALSE(Responder(h.device, as_bytes("there")).begin(first));
  }
  SECTION("any bit changed") {
    first[GENERATE(0u, 31u, 32u, 40u)] ^= 1;
    CHECK_FALSE(h.responder.begin(first));
  }
  SECTION("cut off") {
    for (std::size_t size = 0; size < first.size(); ++size)
      CHECK_FALSE(Responder(h.device, as_bytes("here")).begin(ByteView(first).first(size)));
  }
  SECTION("an answer by somebody who has not the device's key") {
    REQUIRE(h.responder.begin(first));
    Bytes second = *h.responder.finish(PrivateKey::generate(), {});
    second[GENERATE(0u, 33u)] ^= 1;
    CHECK_FALSE(h.initiator.finish(second));
  }
  SECTION("an answer that is cut off") {
    REQUIRE(h.responder.begin(first));
    const Bytes second = *h.responder.finish(PrivateKey::generate(), {});
    CHECK_FALSE(h.initiator.finish(ByteView(second).first(47)));
  }
}

// RFC 7748, section 6.1, and Cremers and Jackson's list of points of small order.
TEST_CASE("a key with which nothing would be secret is refused", "[seal]") {
  const std::string small[] = {
      std::string(64, '0'),
      "01" + std::string(62, '0'),
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  };
  for (const std::string& digits : small) {
    const PublicKey peer = *public_key_from(bytes(digits));
    CHECK_FALSE(PrivateKey::generate().agree(peer));
    CHECK_FALSE(Initiator(PrivateKey::generate(), peer, {}).begin({}));
  }
  CHECK_FALSE(public_key_from(Bytes(31)));
  CHECK_FALSE(PrivateKey::from_bytes(Bytes(33)));
}

TEST_CASE("sealed messages come out once, in order and unchanged, or not at all", "[seal]") {
  Handshake h;
  REQUIRE(h.responder.begin(*h.initiator.begin({})));
  REQUIRE(h.initiator.finish(*h.responder.finish(PrivateKey::generate(), {})));
  Ciphers viewer = h.initiator.split(), machine = h.responder.split();
  Bytes one, two, out;
  REQUIRE(viewer.send.seal(as_bytes("one"), {}, one));
  REQUIRE(viewer.send.seal(as_bytes("two"), {}, two));
  SECTION("in order") {
    CHECK(machine.receive.open(one, {}, out));
    CHECK(machine.receive.open(two, {}, out));
    CHECK(as_text(out) == "onetwo");
  }
  SECTION("swapped") {
    CHECK_FALSE(machine.receive.open(two, {}, out));
  }
  SECTION("twice") {
    CHECK(machine.receive.open(one, {}, out));
    CHECK_FALSE(machine.receive.open(one, {}, out));
  }
  SECTION("changed") {
    one[1] ^= 1;
    CHECK_FALSE(machine.receive.open(one, {}, out));
    CHECK(out.empty());
  }
  SECTION("sent back") {
    CHECK_FALSE(viewer.receive.open(one, {}, out));
  }
  SECTION("too short to hold anything") {
    CHECK_FALSE(machine.receive.open(ByteView(one).first(15), {}, out));
  }
  SECTION("too long to be sealed") {
    CHECK_FALSE(viewer.send.seal(Bytes(kPlainCap + 1), {}, out));
  }
}

TEST_CASE("both sides show the same code, and another one every time", "[seal]") {
  Hash hash{};
  CHECK(comparison_code(hash) == "0000-0000");
  hash.fill(0xff);
  CHECK(comparison_code(hash) == "ZZZZ-ZZZZ");
  const auto code = [] {
    Handshake h;
    REQUIRE(h.responder.begin(*h.initiator.begin({})));
    REQUIRE(h.initiator.finish(*h.responder.finish(PrivateKey::generate(), {})));
    const std::string shown = comparison_code(h.initiator.split().handshake_hash);
    CHECK(shown == comparison_code(h.responder.split().handshake_hash));
    return shown;
  };
  CHECK(code() != code());
}

TEST_CASE("a key is shown as groups of digits", "[seal]") {
  const std::string shown = key_fingerprint(key(std::string(64, '1')).public_key());
  CHECK(shown.size() == 49);
  CHECK(shown[4] == ' ');
  CHECK(shown != key_fingerprint(PrivateKey::generate().public_key()));
  // As webui/src/viewer/deviceKey.test.ts has it.
  CHECK(key_fingerprint(PublicKey{}) == "6668 7aad f862 bd77 6c8f c18b 8e9f 8e20 0897 1485");
}

}  // namespace gatehouse::noise_test
