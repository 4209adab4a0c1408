#include "appliance/window/prompt_window.h"

#include <FL/Fl.H>
#include <FL/fl_draw.H>

#include "appliance/base/text.h"
#include "appliance/window/placement.h"

namespace gatehouse::window {
namespace {

// Until then a click or a key was meant for something else, or is still on its way from a viewer whose input the
// agent has just stopped.
constexpr std::chrono::milliseconds kArmsAfter{700};
constexpr std::chrono::milliseconds kStrangerArmsAfter{2000};
constexpr double kTick = 0.1;  // seconds

constexpr int kWidth = 460, kMargin = 22;
constexpr std::size_t kTwoColumnsFrom = 9;

Ask readable(Ask ask) {
  ask.name = as_shown_line(ask.name, 120);
  ask.account = as_shown_line(ask.account, 160);
  ask.identity = as_shown_line(ask.identity, 160);
  ask.organization = as_shown_line(ask.organization, 80);
  ask.address = as_shown_line(ask.address, 60);
  ask.reason = as_shown_line(ask.reason, 400);
  if (ask.name.empty()) ask.name = ask.account;
  return ask;
}

// Takes the focus and does nothing with it.
class Rest final : public Fl_Widget {
 public:
  Rest() : Fl_Widget(0, 0, 0, 0) {}

 private:
  void draw() override {}
  int handle(int event) override { return event == FL_FOCUS || event == FL_UNFOCUS ? 1 : 0; }
};

}  // namespace

PromptWindow::PromptWindow(const Ask& ask, Language language, Answered answered)
    : Fl_Double_Window(px(kWidth), px(100)),
      ask_(readable(ask)),
      language_(language),
      words_(words_in(language)),
      answered_(std::move(answered)),
      chosen_(ask_.offered) {
  color(color::surface());
  copy_label(std::string(words_.title).c_str());
  callback([](Fl_Widget*, void* self) { static_cast<PromptWindow*>(self)->answer(false); }, this);
  lay_out();
  end();
}

PromptWindow::~PromptWindow() {
  Fl::remove_timeout(&PromptWindow::tick, this);
}

int PromptWindow::add_lines(const std::string& text, const Style& style, Box box, std::size_t lines) {
  for (const std::string& line : wrapped(text, style, box.w, lines)) {
    lines_.push_back({line, style, {box.x, box.y, box.w, 0}});
    box.y += line_height(style);
  }
  return box.y;
}

void PromptWindow::lay_out() {
  const int margin = px(kMargin), width = px(kWidth), inner = width - 2 * margin;
  const Style plain{13, false, color::text()}, faint{13, false, color::faint()},
      strong{13, true, color::text()};

  rest_ = std::make_unique<Rest>();
  badge_ = {margin, margin, px(60), px(60)};
  const Box beside{margin + px(60) + px(16), margin - px(2), inner - px(76), 0};
  int y = add_lines(ask_.name, {18, true, color::text()}, beside, 2);
  y = add_lines(std::string(words_.wants), plain, {beside.x, y, beside.w, 0}, 2) + px(6);
  y = add_lines(ask_.account, faint, {beside.x, y, beside.w, 0}, 2);
  if (!ask_.identity.empty()) y = add_lines(ask_.identity, faint, {beside.x, y, beside.w, 0}, 2);
  if (!ask_.address.empty())
    y = add_lines(std::string(words_.from) + " " + ask_.address, faint, {beside.x, y, beside.w, 0}, 1);
  if (!ask_.organization.empty()) {
    const Style small{12, true, color::accent()};
    pill_ = {beside.x, y + px(6), std::min(beside.w, text_width(ask_.organization, small) + px(22)), px(24)};
    y = pill_.y + pill_.h;
  }
  y = std::max(y, badge_.y + badge_.h) + px(16);

  if (ask_.first_contact) {
    const int top = y;
    y = add_lines(std::string(words_.first_contact), strong, {margin + px(12), y + px(9), inner - px(24), 0},
                  4) +
        px(9);
    warning_ = {margin, top, inner, y - top};
    y += px(14);
  }
  if (!ask_.reason.empty()) {
    const int top = y;
    y = add_lines(std::string(words_.reason), {12, false, color::faint()},
                  {margin + px(14), y + px(8), inner - px(28), 0}, 1);
    y = add_lines(ask_.reason, plain, {margin + px(14), y, inner - px(28), 0}, 5) + px(9);
    reason_ = {margin, top, inner, y - top};
    y += px(14);
  }

  y = add_lines(std::string(words_.allow), strong, {margin, y, inner, 0}, 1) + px(4);
  const std::vector<SwitchWords> switches = switches_in(language_);
  const std::size_t count = switches.size();
  const int columns = count >= kTwoColumnsFrom ? 2 : 1, row_height = px(30);
  const auto rows = (static_cast<int>(count) + columns - 1) / columns;
  int place = 0;
  for (const auto& [permission, words] : switches) {
    const Box box{margin + place / rows * (inner / columns), y + place % rows * row_height, inner / columns,
                  row_height};
    const bool offered = ask_.offered.has(permission);
    switched_.push_back(permission);
    switches_.push_back(
        std::make_unique<Switch>(box, words, offered, offered, color::surface(), [this](bool) { look(); }));
    ++place;
  }
  y += rows * row_height + px(18);

  const int button_w = px(124), button_h = px(40);
  deny_ = std::make_unique<PushButton>(Box{width - margin - 2 * button_w - px(10), y, button_w, button_h},
                                       std::string(words_.deny), PushButton::Kind::plain,
                                       [this] { answer(false); });
  accept_ = std::make_unique<PushButton>(Box{width - margin - button_w, y, button_w, button_h},
                                         std::string(words_.wait), PushButton::Kind::accept,
                                         [this] { answer(true); });
  accept_->arm(false, std::string(words_.wait));
  countdown_ = {margin, y, width - 2 * margin - 2 * button_w - px(20), button_h};
  size(width, y + button_h + margin);
  size_range(w(), h(), w(), h());
}

void PromptWindow::appear(int below) {
  show_quietly(*this, below);
  Fl::focus(rest_.get());
  look();
}

std::chrono::milliseconds PromptWindow::shown_for() const {
  if (!appeared_) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - *appeared_);
}

bool PromptWindow::asked_anything() const {
  return chosen_.has(policy::Permission::view_screen);
}

void PromptWindow::tick(void* self) {
  static_cast<PromptWindow*>(self)->look();
}

std::string PromptWindow::countdown() const {
  const auto left = std::max<std::int64_t>(
      ask_.seconds - std::chrono::duration_cast<std::chrono::seconds>(shown_for()).count(), 0);
  return std::string(words_.denied_in) + " " + std::to_string(left) + " " + std::string(words_.seconds);
}

// The countdown, and whether Accept is armed.
void PromptWindow::look() {
  std::uint32_t on = 0;  // and nothing that they did not see
  for (std::size_t place = 0; place < switches_.size(); ++place)
    if (switches_[place]->on()) on |= static_cast<std::uint32_t>(switched_[place]);
  chosen_ = policy::Permissions::from_bits(on) & ask_.offered;
  const bool in_time = shown_for() >= (ask_.first_contact ? kStrangerArmsAfter : kArmsAfter);
  if (!lets_focus_ && shown_for() >= kArmsAfter) {
    lets_focus_ = true;
    let_focus(*this);
  }
  accept_->arm(in_time && asked_anything(), std::string(in_time ? words_.accept : words_.wait));
  if (std::string now = countdown(); now != counted_) {
    counted_ = std::move(now);
    damage(FL_DAMAGE_USER1, countdown_.x, countdown_.y, countdown_.w, countdown_.h);
  }
  Fl::remove_timeout(&PromptWindow::tick, this);
  Fl::add_timeout(kTick, &PromptWindow::tick, this);
}

void PromptWindow::answer(bool accepted) {
  if (!answered_) return;
  const Answered answered = std::exchange(answered_, nullptr);
  hide();
  answered(accepted, accepted ? chosen_ : policy::Permissions());
}

int PromptWindow::handle(int event) {
  if (event == FL_KEYBOARD || event == FL_SHORTCUT) {
    if (shown_for() < kArmsAfter) return 1;
    if (Fl::event_key() == FL_Escape) {
      answer(false);
      return 1;
    }
  }
  return Fl_Double_Window::handle(event);
}

void PromptWindow::draw() {
  if (!appeared_) appeared_ = Clock::now();  // not before somebody can see it
  fl_color(color());
  fl_rectf(0, 0, w(), h());
  draw_badge(ask_.name, ask_.account, badge_, color());
  if (pill_.w > 0) {
    fill_round(pill_, pill_.h / 2, fl_rgb_color(0xe3, 0xee, 0xfc), color());
    draw_centered(ask_.organization, {12, true, color::accent()},
                  {pill_.x + px(10), pill_.y, pill_.w - px(20), pill_.h});
  }
  if (warning_.w > 0) fill_round(warning_, px(6), color::warning(), color());
  if (reason_.w > 0) {
    fill_round(reason_, px(6), color::raised(), color());
    fill_round({reason_.x, reason_.y, px(4), reason_.h}, px(2), color::accent(), color());
  }
  for (const Line& line : lines_) draw_line(line.text, line.style, line.box.x, line.box.y, line.box.w);
  const Style faint{12, false, color::faint()};
  const auto rows = wrapped(counted_, faint, countdown_.w, 3);
  int y = countdown_.y + (countdown_.h - static_cast<int>(rows.size()) * line_height(faint)) / 2;
  for (const std::string& row : rows) {
    draw_line(row, faint, countdown_.x, y, countdown_.w);
    y += line_height(faint);
  }
  draw_children();
}

}  // namespace gatehouse::window
