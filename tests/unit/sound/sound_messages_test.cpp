#include "appliance/sound/messages.h"

#include "appliance/sound/encoder.h"
#include "tests/support/catch.h"

namespace gatehouse::sound_messages_test {

using sound::decode;
using sound::encode;

TEST_CASE("what agent and sound process say arrives as it was said", "[sound]") {
  sound::Start start;
  start.sockets = {"/run/user/1000/pulse/native", ""};
  start.cookies = {"/home/anna/.config/pulse/cookie"};
  start.uid = 65534;
  start.gid = 7;
  const auto first = decode(encode(start));
  REQUIRE(first);
  const auto& read = std::get<sound::Start>(*first);
  CHECK(read.sockets == start.sockets);
  CHECK(read.cookies == start.cookies);
  CHECK(read.uid == 65534);
  CHECK(read.gid == 7);
  CHECK(std::get<sound::Recording>(*decode(encode(sound::Recording{true}))).on);
  const auto packet = decode(encode(sound::Packet{123456789012, std::string("\0ab", 3)}));
  REQUIRE(packet);
  CHECK(std::get<sound::Packet>(*packet).microseconds == 123456789012);
  CHECK(std::get<sound::Packet>(*packet).opus == std::string("\0ab", 3));
  const auto failed = decode(encode(sound::Failed{std::string(5000, 'x')}));
  REQUIRE(failed);
  CHECK(std::get<sound::Failed>(*failed).words == std::string(1024, 'x'));
}

TEST_CASE("a datagram that is no message of the sound's is refused", "[sound]") {
  const Bytes whole = encode(sound::Packet{1, std::string(sound::kPacketCap, 'x')});
  REQUIRE(decode(whole));
  Bytes longer = whole;
  longer.push_back(0);
  Bytes many{0, 9};
  for (int i = 0; i < 18; ++i) many.push_back(0);
  many.resize(many.size() + 9);
  for (const Bytes& bad :
       {Bytes{}, Bytes{4}, Bytes{255}, Bytes{1}, Bytes{1, 2}, Bytes{1, 1, 0}, Bytes{2},
        Bytes{2, 0, 0, 0, 0, 0, 0, 0, 0}, longer, many, Bytes{3, 0, 5, 'a'}, Bytes{0, 1, 0}})
    CHECK_FALSE(decode(bad));
}

}  // namespace gatehouse::sound_messages_test
