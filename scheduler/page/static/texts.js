// Every text of the page that does not come from the session.
export const TEXTS = {
  check: "检查", solve: "排班", stop: "停止（用目前最好的）", undo: "撤销", redo: "重做",
  leave: "试算请假", publish: "发布", forms: "值班记录", report: "月报", history: "历史",
  download: "下载 Excel", print: "打印表格", upload: "上传", quit: "退出",
  before: "上个月", after: "下个月", toolbar: "操作", roster: "班表", tables: "表", views: "看法",
  sheet: "本月的班", aside: "每人的班数和改动", loads: "每人班数", gaps: "缺口", changes: "改动",
  problems: "要看的地方", list: "一条一条的", month: "月历", people: "人员 × 日期",
  cures: "这样可以补上", reasons: "为什么没人",
  none: "没有", open: "待定", locked: "锁定", begun: "已开始", rest: "休",
  lock: "锁定（再排时不动）", unlock: "解锁", vacate: "空出来", close: "关闭",
  instead: (who) => `替${who}`, fill: "补空缺",
  who: "姓名", served: "班", balance: "期末", restDays: "休息日", holidays: "法定",
  was: (words) => `原来${words}`,
  owed: (n) => (Math.abs(n) < 0.005 ? "持平" : n > 0 ? `少值 ${n.toFixed(2)}` : `多值 ${(-n).toFixed(2)}`),
  place: (one) => [one.file, one.sheet, one.cell].filter(Boolean).join(" › "),
  severity: { error: "错误", warning: "提醒", note: "说明" },
  solving: "正在排班…", solved: "排好了", loading: "正在读…", failed: "连不上程序；请重新打开值班页面",
  approver: "批准人", reason: "原因", acceptGaps: "有缺口也发布", allowEstimated: "节假日是推算的也发布",
  person: "谁", start: "从哪天", end: "到哪天", tryIt: "试算", file: "文件", kind: "是什么",
  kinds: { data: "值班数据.xlsx（换掉原来的，原来的留底）", staff: "人事的花名册", leave: "人事的请假登记" },
  send: "上传", tooLarge: "文件大过 10 MB，不能上传；请另存一份只有数据的", written: "已写好，点名字下载", stale: "班表刚被改过，没有覆盖；现在显示的是最新的",
  ended: "已退出，可以关掉这一页", dispense: "特批", noDraft: "还没有草案",
  cell: (day, label, names) => `${day}日 ${label} ${names}`,
};

// Fill in what the document only names.
export function label(root) {
  for (const one of root.querySelectorAll("[data-text]")) one.textContent = TEXTS[one.dataset.text];
  for (const one of root.querySelectorAll("[data-title]")) {
    one.setAttribute("aria-label", TEXTS[one.dataset.title]);
  }
}
