#include <map>
#include <set>

#include "appliance/base/bytes.h"
#include "appliance/wire/enrolment_token.h"
#include "appliance/wire/link.h"
#include "appliance/wire/session.h"
#include "appliance/wire/sound.h"
#include "appliance/wire/terminal.h"
#include "tests/support/catch.h"
#include "tests/support/wire_vectors.h"

namespace gatehouse::wire_test {

using namespace std::string_literals;

const std::string kKey = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"s;
const wire::Facts kFacts{
    .host_name = "desk-7",
    .platform = "linux-x86_64",
    .os = "Debian GNU/Linux 12",
    .program_version = "0.1.0",
    .user = "anna",
    .width = 1920,
    .height = 1080,
    .capture = "x11",
};

// 0, 1, 2 ...
std::string counting(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(i);
  return bytes;
}

// What the words of the good vectors say.
std::map<std::string, wire::Record> records() {
  return {
      {"enrol", wire::Enrol{1, "7KQF-M2XR-94TD", "-----BEGIN CERTIFICATE REQUEST-----\n", kFacts}},
      {"enrol_portable", wire::Enrol{1, "7KQF-M2XR-94TD", "-----BEGIN CERTIFICATE REQUEST-----\n", kFacts,
                                     wire::RunMode::portable}},
      {"enrolled", wire::Enrolled{42, "-----BEGIN CERTIFICATE-----\n"}},
      {"hello", wire::Hello{1, counting(32), kFacts}},
      {"welcome", wire::Welcome{42, "reception@example", 25, 1'800'000'000, "\x04" + counting(64)}},
      {"welcome_without_alias", wire::Welcome{42, "", 25, 0, ""}},
      {"ring", wire::Ring{0x0102030405060708, kKey, "a.b.c", 0, ""}},
      {"ring_relay", wire::Ring{0x0102030405060708, kKey, "a.b.c", 7, "a.example:443"}},
      {"node", wire::Node{1, "0.1.0", "one", "two"}},
      {"node_welcome", wire::NodeWelcome{7, 25, "\x04" + counting(64), "aaa", "bbb", "ccc", "ddd"}},
      {"claim", wire::Claim{7, kKey, kKey, "https://box.example"}},
      {"claimed", wire::Claimed{7, 42, counting(32), "a.b.c", 1'800'000'000}},
      {"carried", wire::Carried{7, 1000, 20}},
      {"relays", wire::Relays{{{7, "a.example:443"}, {8, "[fd00::7]:8443"}}}},
      {"measured", wire::Measured{{{7, 1500}, {8, 20}}}},
      {"encodes", wire::Encodes{7, "tight+jpeg"}},
      {"grants", wire::Grants{7, 63, "Default"}},
      {"elevated", wire::Elevated{7, true}},
      {"elevated_no_more", wire::Elevated{7, false}},
      {"unattended", wire::Unattended{true}},
      {"unattended_no_more", wire::Unattended{false}},
      {"decline", wire::Decline{7, wire::CloseReason::declined}},
      {"hang_up", wire::HangUp{7, wire::CloseReason::ended_by_viewer}},
      {"ping", wire::Ping{0xfedcba9876543210}},
      {"pong", wire::Pong{0xfedcba9876543210}},
      {"goodbye", wire::Goodbye{wire::CloseReason::replaced, "A newer connection took over."}},
      {"join", wire::Join{1, 7, kKey}},
      {"joined", wire::Joined{}},
      {"update", wire::Update{kFacts}},
      {"view", wire::View{1, 7, kKey}},
      {"payload", wire::Payload{"\x00\x01\x02"s}},
      {"renew", wire::Renew{"zzz"}},
      {"renewed", wire::Renewed{"zzz"}},
      {"authorities", wire::Authorities{"zzz"}},
      {"reachable", wire::Reachable{7070, {"192.0.2.7", "2001:db8::1"}}},
      {"reachable_nowhere", wire::Reachable{}},
      {"direct", wire::Direct{7, "192.0.2.9", 100'000, 15}},
      {"direct_go", wire::DirectAnswer{7, wire::CloseReason::none}},
      {"direct_no", wire::DirectAnswer{7, wire::CloseReason::not_permitted}},
      {"help_wanted", wire::Help{true, "No sound"}},
      {"help_not_wanted", wire::Help{}},
  };
}

std::map<std::string, wire::Control> controls() {
  return {
      {"ask_password", wire::Ask{wire::Ask::What::password, false, 0}},
      {"ask_code_refused", wire::Ask{wire::Ask::What::code, true, 15}},
      {"answer", wire::Answer{"correct horse"}},
      {"state_starting", wire::State{wire::SessionState::starting, 0}},
      {"state_waiting", wire::State{wire::SessionState::waiting, 0}},
      {"state_open", wire::State{wire::SessionState::open, 63}},
      {"close_ended_by_viewer", wire::Close{wire::CloseReason::ended_by_viewer}},
      {"close_display_lost", wire::Close{wire::CloseReason::display_lost}},
      {"control_ping", wire::Ping{0xfedcba9876543210}},
      {"control_pong", wire::Pong{0xfedcba9876543210}},
      {"elevate_give_back", wire::Elevate{wire::Elevate::Mode::give_back, "", ""}},
      {"elevate_person_names", wire::Elevate{wire::Elevate::Mode::person_names, "", ""}},
      {"elevate_viewer_names", wire::Elevate{wire::Elevate::Mode::viewer_names, "root", "p\xc3\xa4ss\0"s}},
      {"elevation_asked", wire::Elevation{wire::Elevation::Is::asked, wire::Elevation::Why::none, 0}},
      {"elevation_checking", wire::Elevation{wire::Elevation::Is::checking, wire::Elevation::Why::none, 0}},
      {"elevation_on", wire::Elevation{wire::Elevation::Is::on, wire::Elevation::Why::none, 0}},
      {"elevation_wrong", wire::Elevation{wire::Elevation::Is::off, wire::Elevation::Why::wrong, 15}},
      {"elevation_ended",
       wire::Elevation{wire::Elevation::Is::off, wire::Elevation::Why::ended_at_machine, 0}},
      {"controls_nobody", wire::Controls{}},
      {"controls_you_asked", wire::Controls{wire::Controls::Holder::you, "", false, "Sam Field", true}},
      {"controls_another", wire::Controls{wire::Controls::Holder::another, "Ada King", true, "", true}},
      {"wish_let_go", wire::Wish{wire::Wish::What::let_go}},
      {"wish_have", wire::Wish{wire::Wish::What::have}},
      {"wish_keep", wire::Wish{wire::Wish::What::keep}},
      {"chat", wire::Chat{"Gr\xc3\xbc\xc3\x9f"
                          "e\nSam"}},
      {"person_there", wire::Person{true}},
      {"person_gone", wire::Person{false}},
  };
}

std::map<std::string, wire::TerminalMessage> terminal_messages() {
  using What = wire::TerminalOpen::What;
  return {
      {"terminal_open_shell", wire::TerminalOpen{What::shell, {80, 24}, ""}},
      {"terminal_open_service", wire::TerminalOpen{What::restart_service, {132, 43}, "ssh.service"}},
      {"terminal_open_packages", wire::TerminalOpen{What::update_packages, {80, 24}, ""}},
      {"terminal_open_restart", wire::TerminalOpen{What::restart_machine, {80, 24}, ""}},
      {"terminal_bytes", wire::TerminalBytes{"id -u\r"}},
      {"terminal_resize", wire::TerminalResize{{100, 30}}},
      {"terminal_close", wire::TerminalClose{}},
      {"terminal_ended", wire::TerminalEnded{wire::TerminalEnded::kKilled}},
  };
}

std::map<std::string, wire::SoundMessage> sound_messages() {
  using Is = wire::SoundState::Is;
  return {
      {"sound_listen", wire::SoundListen{true}},
      {"sound_not_listen", wire::SoundListen{false}},
      {"sound_heard", wire::SoundHeard{0xfedcba98}},
      {"sound_there", wire::SoundState{Is::there}},
      {"sound_missing", wire::SoundState{Is::missing}},
      {"sound_packet", wire::SoundPacket{7, 140000, "\xfc\xff\xfe"}},
  };
}

// Feeds byte by byte, so that every cut is tried: the whole record comes with the last byte and not before.
std::optional<wire::Record> read_record(wire::RecordReader& reader, const std::string& bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    reader.feed(as_bytes(bytes).subspan(i, 1));
    if (auto record = reader.next()) {
      CHECK(i + 1 == bytes.size());
      return record;
    }
  }
  return std::nullopt;
}

TEST_CASE("every good record is encoded and decoded as its vector says", "[wire]") {
  const auto expected = records();
  std::set<std::string> seen;
  std::set<std::size_t> types;
  for (const auto& vector : test::wire_vectors()) {
    if (vector.kind != "record" || !vector.good) continue;
    INFO(vector.name);
    REQUIRE(expected.count(vector.name) == 1);
    seen.insert(vector.name);
    CHECK(as_text(wire::encode(expected.at(vector.name))) == vector.bytes);
    wire::RecordReader reader;
    const auto record = read_record(reader, vector.bytes);
    REQUIRE(record);
    types.insert(record->index());
    CHECK(as_text(wire::encode(*record)) == vector.bytes);
    CHECK(reader.take_rest().empty());
  }
  CHECK(seen.size() == expected.size());
  CHECK(types.size() == std::variant_size_v<wire::Record>);
}

TEST_CASE("every bad record breaks the reader for good", "[wire]") {
  int tried = 0;
  for (const auto& vector : test::wire_vectors()) {
    if (vector.kind != "record" || vector.good) continue;
    INFO(vector.name);
    ++tried;
    wire::RecordReader reader;
    CHECK_FALSE(read_record(reader, vector.bytes));
    CHECK(reader.broken());
    reader.feed(wire::encode(wire::Ping{1}));
    CHECK_FALSE(reader.next());
  }
  CHECK(tried > 10);
}

TEST_CASE("several records in one piece come out in order, and what follows them stays", "[wire]") {
  Bytes stream;
  for (const wire::Record& record : {wire::Record(wire::Ping{1}), wire::Record(wire::Joined{})}) {
    const Bytes one = wire::encode(record);
    stream.insert(stream.end(), one.begin(), one.end());
  }
  for (const char c : "rest"s) stream.push_back(static_cast<std::uint8_t>(c));
  wire::RecordReader reader;
  reader.feed(stream);
  CHECK(std::get<wire::Ping>(*reader.next()).opaque == 1);
  CHECK(std::holds_alternative<wire::Joined>(*reader.next()));
  CHECK(as_text(reader.take_rest()) == "rest");
  CHECK(reader.take_rest().empty());
}

TEST_CASE("texts for people are made to fit when they are sent", "[wire]") {
  const auto sent = [](const std::string& name) {
    wire::Facts facts = kFacts;
    facts.host_name = name;
    const Bytes bytes = wire::encode(wire::Hello{1, counting(32), facts});
    const auto record = wire::decode(ByteView(bytes).subspan(4));
    REQUIRE(record);
    return std::get<wire::Hello>(*record).facts.host_name;
  };
  CHECK(sent(std::string(300, 'a')).size() == 255);
  CHECK(sent(std::string(254, 'a') + "é") == std::string(254, 'a'));  // not half a character
  CHECK(sent("a\x1b[2J") == "a?[2J");
  CHECK(sent("\xe2\x80\xae") == "???");
}

std::optional<wire::Frame> read_frame(wire::FrameReader& reader, const std::string& bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    reader.feed(as_bytes(bytes).subspan(i, 1));
    if (auto frame = reader.next()) {
      CHECK(i + 1 == bytes.size());
      return frame;
    }
  }
  return std::nullopt;
}

TEST_CASE("every good frame is encoded and decoded as its vector says", "[wire]") {
  const auto expected = controls();
  const auto expected_in_terminal = terminal_messages();
  const auto expected_of_sound = sound_messages();
  std::set<std::size_t> types, kinds, sounds;
  for (const auto& vector : test::wire_vectors()) {
    if (vector.kind != "frame" || !vector.good) continue;
    INFO(vector.name);
    wire::FrameReader reader;
    const auto frame = read_frame(reader, vector.bytes);
    REQUIRE(frame);
    if (vector.name == "rfb") {
      CHECK(frame->channel == wire::Channel::rfb);
      Bytes again;
      wire::append_frames(again, wire::Channel::rfb, frame->payload);
      CHECK(as_text(again) == vector.bytes);
      continue;
    }
    if (frame->channel == wire::Channel::terminal) {
      REQUIRE(expected_in_terminal.count(vector.name) == 1);
      CHECK(as_text(wire::encode_terminal(expected_in_terminal.at(vector.name))) == vector.bytes);
      const auto message = wire::decode_terminal(frame->payload);
      REQUIRE(message);
      kinds.insert(message->index());
      CHECK(as_text(wire::encode_terminal(*message)) == vector.bytes);
      continue;
    }
    if (frame->channel == wire::Channel::sound) {
      REQUIRE(expected_of_sound.count(vector.name) == 1);
      CHECK(as_text(wire::encode_sound(expected_of_sound.at(vector.name))) == vector.bytes);
      const auto message = wire::decode_sound(frame->payload);
      REQUIRE(message);
      sounds.insert(message->index());
      CHECK(as_text(wire::encode_sound(*message)) == vector.bytes);
      continue;
    }
    REQUIRE(expected.count(vector.name) == 1);
    CHECK(as_text(wire::encode_control(expected.at(vector.name))) == vector.bytes);
    const auto message = wire::decode_control(frame->payload);
    REQUIRE(message);
    types.insert(message->index());
    CHECK(as_text(wire::encode_control(*message)) == vector.bytes);
  }
  CHECK(types.size() + 1 == std::variant_size_v<wire::Control>);  // all but VIEWER_HELLO
  CHECK(kinds.size() == std::variant_size_v<wire::TerminalMessage>);
  CHECK(sounds.size() == std::variant_size_v<wire::SoundMessage>);
}

TEST_CASE("what was in a frame can be wiped, and what follows it can not", "[wire][elevation]") {
  Bytes stream = wire::encode_control(wire::Elevate{wire::Elevate::Mode::viewer_names, "root", "secret"});
  const Bytes next = wire::encode_control(wire::Ping{7});
  stream.insert(stream.end(), next.begin(), next.end());
  wire::FrameReader reader;
  reader.feed(stream);
  const auto frame = reader.next();
  REQUIRE(frame);
  REQUIRE(as_text(frame->payload).find("secret") != std::string_view::npos);
  reader.wipe_last();
  for (const std::uint8_t byte : frame->payload) CHECK(byte == 0);
  const auto after = reader.next();
  REQUIRE(after);
  CHECK(std::get<wire::Ping>(*wire::decode_control(after->payload)).opaque == 7);
}

TEST_CASE("the viewer's greeting is as its vector says", "[wire]") {
  int tried = 0;
  for (const auto& vector : test::wire_vectors()) {
    if (vector.kind != "greeting") continue;
    ++tried;
    CHECK(as_text(wire::encode_message(wire::ViewerHello{1, "jwt"})) == vector.bytes);
    const auto message = wire::decode_control(as_bytes(vector.bytes));
    REQUIRE(message);
    CHECK(std::get<wire::ViewerHello>(*message).ticket == "jwt");
  }
  CHECK(tried == 1);
}

TEST_CASE("every bad frame is refused", "[wire]") {
  int tried = 0;
  for (const auto& vector : test::wire_vectors()) {
    if (vector.kind != "frame" || vector.good) continue;
    INFO(vector.name);
    ++tried;
    wire::FrameReader reader;
    const auto frame = read_frame(reader, vector.bytes);
    if (frame && frame->channel == wire::Channel::terminal) {
      CHECK_FALSE(wire::decode_terminal(frame->payload));
    } else if (frame && frame->channel == wire::Channel::sound) {
      CHECK_FALSE(wire::decode_sound(frame->payload));
    } else if (frame) {
      CHECK(frame->channel == wire::Channel::control);
      CHECK_FALSE(wire::decode_control(frame->payload));
    } else {
      CHECK(reader.broken());
    }
  }
  CHECK(tried > 8);
}

TEST_CASE("a long payload is cut into frames of at most the cap", "[wire]") {
  const Bytes payload(wire::kFrameCap + 5, 7);
  Bytes stream;
  wire::append_frames(stream, wire::Channel::rfb, payload);
  CHECK(stream.size() == payload.size() + 2 * wire::kFrameHeader);
  wire::FrameReader reader;
  reader.feed(stream);
  CHECK(reader.next()->payload.size() == wire::kFrameCap);
  CHECK(reader.next()->payload.size() == 5);
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.broken());
}

TEST_CASE("every reason has a number, a name and words of its own", "[wire]") {
  std::set<std::string_view> names, words;
  for (unsigned i = 0; i < wire::kCloseReasons; ++i) {
    const auto reason = wire::close_reason_from(static_cast<std::uint8_t>(i));
    REQUIRE(reason);
    CHECK(names.insert(wire::close_reason_name(*reason)).second);
    CHECK(words.insert(wire::close_reason_words(*reason)).second);
    CHECK(wire::close_reason_words(*reason).size() <= 123);  // fits a WebSocket close frame
  }
  CHECK(wire::close_reason_name(wire::CloseReason::idle) == "idle");
  CHECK_FALSE(wire::close_reason_from(wire::kCloseReasons));
  CHECK(wire::websocket_code(wire::CloseReason::display_lost) == 4009);
}

TEST_CASE("an enrolment token is two times 32 bytes, and nothing less or else", "[wire]") {
  const std::string secret(43, 'A'), print(32, '\xff');
  const std::string text = wire::enrolment_token_text(secret, print);
  CHECK(text == secret + "." + std::string(42, '_') + "8");
  const auto token = wire::parse_enrolment_token(" " + text + "\n");
  REQUIRE(token);
  CHECK(token->secret == secret);
  CHECK(token->authority_fingerprint == print);
  for (const std::string& bad :
       {""s, "."s, secret, secret + ".", "." + secret, text.substr(1), text.substr(0, text.size() - 1),
        text + "A", text + ".", secret + "." + secret + "." + secret, secret + ":" + secret,
        "=" + text.substr(1), secret + ". " + secret}) {
    INFO(bad);
    CHECK_FALSE(wire::parse_enrolment_token(bad));
  }
}

}  // namespace gatehouse::wire_test
