"""Words of which reports are made, and the marks between them: what fuzzing puts together."""

_SOLID = """
云溪市水务局 2019年 政府信息公开 年度报告 一、 （一） 概述 。 ， 、 ； ： 收到申请 5件 12 0 1,360 九十 两 其中
未收到 占 50% 百分之五 约 9.8亿元 余 规章 规范性文件 行政许可 制发件数 总计 自然人 本年新收
政府信息公开申请数量 | || 第二十条第（一）项 予以公开 部分公开 结果维持 尚未审结 主动公开政府信息数 条 - — 无
<table> <tr> <td> </table> <p> </p> <h2> <div> <br> &nbsp; <!-- --> <script> <style> “ ” 《 》 ( ) 〔2019〕3号
12345热线 ⼀ 數 ① 1. (2) +19 -35 附件： 万 件 2019年1月1日 发布机构： 索引号： http://a.cn/ 010-123 10:30 2/3
１２ 二〇一九年 …… *
"""
# Spaces and marks that a word can't hold here, parted by commas.
_SPACED = "\n, | ,\t,<td rowspan=2>,<td colspan=3>,<a href=x>, ,\u3000,\u200b,\u202e,\r\n,\ufeff,\0"

WORDS = (*_SOLID.split(), *_SPACED.split(","))
