#include "appliance/window/bar_window.h"

#include <FL/Fl.H>
#include <FL/fl_draw.H>

#include <algorithm>

#include "appliance/base/text.h"
#include "appliance/window/placement.h"

namespace gatehouse::window {
namespace {

constexpr double kTick = 0.1;       // seconds
constexpr double kRaise = 1;        // so often it comes in front
constexpr double kAgainArms = 0.8;  // what a viewer's mouse still did has arrived by then
constexpr double kAgainGoes = 10;
constexpr int kWidth = 640, kRow = 46, kSwitchRow = 30, kInset = 12;
constexpr int kEndWidth = 94, kPermissionsWidth = 122, kChatWidth = 84, kGap = 6;
constexpr int kGiveWidth = 180, kGiveHeight = 34;

bool may_use_input(const Running& session) {
  return session.chosen != session.chosen.without_input();
}

// Who may not even see has no session: that is what End is for.
bool may_be_switched(const Running& session, policy::Permission permission) {
  return permission != policy::Permission::view_screen && session.granted.has(permission);
}

}  // namespace

BarWindow::BarWindow(Language language, Say say)
    : Fl_Double_Window(px(kWidth), px(kRow)),
      language_(language),
      switches_(switches_in(language)),
      words_(words_in(language)),
      say_(std::move(say)) {
  end();
  copy_label("Gatehouse");
  color(color::raised());
  callback([](Fl_Widget*, void*) {});  // it stays
  Fl::add_timeout(kTick, &BarWindow::tick, this);
}

BarWindow::~BarWindow() {
  Fl::remove_timeout(&BarWindow::tick, this);
}

void BarWindow::put(const Running& running) {
  Session& session = sessions_[running.call];
  session.running = running;
  session.running.name = as_shown_line(running.name, 120);
  session.running.account = as_shown_line(running.account, 160);
  if (session.running.name.empty()) session.running.name = session.running.account;
  lay_out();
  if (!shown()) show_as_bar(*this);
}

void BarWindow::remove(std::uint64_t call) {
  sessions_.erase(call);
  if (asking_ && asked_.call == call) answer_again(false);
  if (sessions_.empty()) {
    hide();
  } else {
    lay_out();
  }
}

void BarWindow::chat(const Chat& chat) {
  const auto found = sessions_.find(chat.call);
  if (found == sessions_.end()) return;
  Session& session = found->second;
  const bool is_first = session.chat == nullptr;
  if (is_first) open_chat(chat.call);
  session.chat->add(chat.words);
  if (session.chat->visible() != 0) return;
  ++session.unread;
  lay_out_later();
}

void BarWindow::open_chat(std::uint64_t call) {
  Session& session = sessions_.at(call);
  if (!session.chat)
    session.chat =
        std::make_unique<ChatWindow>(session.running.name, language_, [this, call](std::string words) {
          say_(Chat{call, std::move(words)});
        });
  session.chat->appear(y() + h() + px(20));
  session.unread = 0;
}

// Among several, one holds them.
bool BarWindow::may_get_controls(const Session& session) const {
  return !session.running.holds_controls && may_use_input(session.running);
}

void BarWindow::lay_out() {
  again_ = nullptr;
  controls_.clear();
  begin();
  const int width = px(kWidth), inset = px(kInset), row = px(kRow), button_h = px(34);
  int y = 0;
  for (auto& [call, session] : sessions_) {
    const int end_w = px(kEndWidth), open_w = px(kPermissionsWidth), chat_w = px(kChatWidth);
    const int gap = px(kGap), top = y + (row - button_h) / 2;
    controls_.push_back(std::make_unique<PushButton>(Box{width - inset - end_w, top, end_w, button_h},
                                                     std::string(words_.end), PushButton::Kind::danger,
                                                     [this, call = call] { say_(End{call}); }));
    controls_.push_back(std::make_unique<PushButton>(
        Box{width - inset - end_w - gap - open_w, top, open_w, button_h}, std::string(words_.permissions),
        PushButton::Kind::plain, [this, &session = session] {
          session.open = !session.open;
          lay_out_later();
        }));
    const std::string unread = session.unread == 0 ? "" : " (" + std::to_string(session.unread) + ")";
    controls_.push_back(std::make_unique<PushButton>(
        Box{width - inset - end_w - open_w - chat_w - 2 * gap, top, chat_w, button_h},
        std::string(words_.chat) + unread,
        session.unread == 0 ? PushButton::Kind::plain : PushButton::Kind::accept, [this, call = call] {
          open_chat(call);
          lay_out_later();
        }));
    y += row;
    if (session.open) y = lay_out_switches(call, session, y);
  }
  if (sessions_.size() > 1) {
    const int all_w = px(210);
    controls_.push_back(std::make_unique<PushButton>(Box{width - inset - all_w, y, all_w, button_h},
                                                     std::string(words_.end_all), PushButton::Kind::plain,
                                                     [this] { say_(End{0}); }));
    y += button_h + px(8);
  }
  end();
  size(width, y);
  redraw();
}

int BarWindow::lay_out_switches(std::uint64_t call, const Session& session, int y) {
  const int inset = px(kInset), row = px(kSwitchRow), column = (px(kWidth) - 2 * inset) / 2;
  int place = 0;
  for (const auto& [permission, words] : switches_) {
    if (!may_be_switched(session.running, permission)) continue;
    const Box box{inset + place % 2 * column, y + place / 2 * row, column - px(6), row};
    ++place;
    if (asking_ && asked_.call == call && asked_.permission == permission) {
      lay_out_again(box);
      continue;
    }
    controls_.push_back(std::make_unique<Switch>(
        box, words, session.running.chosen.has(permission), true, color(),
        [this, call, permission = permission](bool on) { turned(call, permission, on); }));
  }
  y += (place + 1) / 2 * row + px(8);
  if (may_get_controls(session)) {
    controls_.push_back(std::make_unique<PushButton>(
        Box{inset, y, px(kGiveWidth), px(kGiveHeight)}, std::string(words_.give_controls),
        PushButton::Kind::plain, [this, call] { say_(GiveControls{call}); }));
    y += px(kGiveHeight) + px(8);
  }
  return y;
}

void BarWindow::lay_out_again(Box box) {
  const int no_w = box.w * 2 / 5;
  auto again = std::make_unique<PushButton>(Box{box.x, box.y, box.w - no_w, box.h}, std::string(words_.again),
                                            PushButton::Kind::accept, [this] { answer_again(true); });
  again->arm(asked_for_ >= kAgainArms, std::string(words_.again));
  again_ = again.get();
  controls_.push_back(std::move(again));
  controls_.push_back(std::make_unique<PushButton>(Box{box.x + box.w - no_w, box.y, no_w, box.h},
                                                   std::string(words_.no_more), PushButton::Kind::plain,
                                                   [this] { answer_again(false); }));
}

void BarWindow::turned(std::uint64_t call, policy::Permission permission, bool on) {
  if (on) return ask_again(call, permission);
  Running& running = sessions_.at(call).running;
  running.chosen = running.chosen.without(permission);
  say_(Choose{call, running.chosen});
}

void BarWindow::ask_again(std::uint64_t call, policy::Permission permission) {
  asking_ = true;
  asked_ = {call, permission};
  asked_for_ = 0;
  hold();
  lay_out_later();
}

void BarWindow::answer_again(bool allowed) {
  if (!asking_) return;
  asking_ = false;
  const auto found = sessions_.find(asked_.call);
  if (allowed && found != sessions_.end()) {
    Running& running = found->second.running;
    const auto wanted = static_cast<std::uint32_t>(asked_.permission) | running.chosen.bits();
    running.chosen = policy::Permissions::from_bits(wanted) & running.granted;
    say_(Choose{asked_.call, running.chosen});
  }
  hold();
  lay_out_later();
}

// The control that was pressed is still at work.
void BarWindow::lay_out_later() {
  lay_out_due_ = true;
  Fl::remove_timeout(&BarWindow::tick, this);
  Fl::add_timeout(0, &BarWindow::tick, this);
}

void BarWindow::tick(void* self) {
  static_cast<BarWindow*>(self)->look();
}

void BarWindow::look() {
  if (std::exchange(lay_out_due_, false)) {
    lay_out();
  } else if (asking_) {
    asked_for_ += kTick;
    if (again_ != nullptr) again_->arm(asked_for_ >= kAgainArms, std::string(words_.again));
    if (asked_for_ >= kAgainGoes) answer_again(false);
  }
  hold();
  Fl::remove_timeout(&BarWindow::tick, this);
  Fl::add_timeout(kTick, &BarWindow::tick, this);
  raised_for_ += kTick;
  if (!in_front_ || raised_for_ < kRaise) return;
  raised_for_ = 0;
  keep_in_front(*this);
}

void BarWindow::hold() {
  InputHold::Seen seen;
  seen.asks = asking_;
  for (auto& [call, session] : sessions_)
    if (session.chat && session.chat->look()) seen.writes = true;
  seen.pressed_elsewhere = shown() != 0 && Fl::pushed() == nullptr && is_button_down_over(*this);
  if (const auto news = hold_.look(seen, std::chrono::steady_clock::now())) say_(Hold{*news});
}

void BarWindow::make_room(bool room) {
  in_front_ = !room;
  if (!room) return keep_in_front(*this);
  for (auto& [call, session] : sessions_) session.open = false;
  lay_out();
}

int BarWindow::handle(int event) {
  if (Fl_Double_Window::handle(event) != 0 && event != FL_PUSH && event != FL_DRAG) return 1;
  if (event == FL_PUSH) {
    held_x_ = Fl::event_x_root() - x();
    held_y_ = Fl::event_y_root() - y();
    return 1;
  }
  // Only where no control is, or it would not be pressed by who moves it.
  if (event == FL_DRAG && Fl::pushed() == this) {
    int left = 0, top = 0, w_all = 0, h_all = 0;
    Fl::screen_work_area(left, top, w_all, h_all);
    position(std::clamp(Fl::event_x_root() - held_x_, left, left + std::max(w_all - w(), 0)),
             std::clamp(Fl::event_y_root() - held_y_, top, top + std::max(h_all - h(), 0)));
    return 1;
  }
  return 0;
}

void BarWindow::draw() {
  fl_color(color());
  fl_rectf(0, 0, w(), h());
  const int inset = px(kInset), row = px(kRow);
  const Style name{13, true, color::text()}, rest{12, false, color::faint()};
  int y = 0;
  for (const auto& [call, session] : sessions_) {
    const int badge = px(30), left = inset + badge + px(10);
    const int room =
        w() - left - inset - px(kEndWidth) - px(kPermissionsWidth) - px(kChatWidth) - 2 * px(kGap) - px(8);
    draw_badge(session.running.name, session.running.account, {inset, y + (row - badge) / 2, badge, badge},
               color());
    const int top = y + (row - line_height(name) - line_height(rest)) / 2;
    draw_line(session.running.name, name, left, top, room);
    if (session.running.elevated) {
      const Style warning{12, true, color::danger()};
      draw_line(std::string(words_.is_elevated), warning, left, top + line_height(name), room);
    } else {
      const bool has_controls = sessions_.size() > 1 && session.running.holds_controls;
      draw_line(
          session.running.account + " " + std::string(has_controls ? words_.has_controls : words_.connected),
          rest, left, top + line_height(name), room);
    }
    y += row;
    if (!session.open) continue;
    int count = 0;
    for (const auto& [permission, unused] : switches_) count += may_be_switched(session.running, permission);
    y += (count + 1) / 2 * px(kSwitchRow) + px(8);
    if (may_get_controls(session)) y += px(kGiveHeight) + px(8);
  }
  fl_color(color::accent());
  fl_rectf(0, 0, w(), px(3));
  fl_color(color::line());
  fl_rect(0, 0, w(), h());
  draw_children();
}

}  // namespace gatehouse::window
