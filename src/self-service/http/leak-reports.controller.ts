import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { IsList } from '../../shared/http/fields';
import { LeakReports } from '../application/leak-reports';
import { LeakReportGuard } from './leak-report.guard';

const MAX_CREDENTIALS = 100;
/** The longest JWT that is read. */
const MAX_LENGTH = 8192;

/** The body of POST /v1/credentials/revoke. */
export class LeakReportDto {
  @IsList(MAX_LENGTH, MAX_CREDENTIALS)
  credentials!: string[];
}

/** POST /v1/credentials/revoke: whoever finds a credential in public may end it, and learns nothing about it. */
@Controller('v1/credentials/revoke')
@UseGuards(LeakReportGuard)
export class LeakReportsController {
  constructor(private readonly reports: LeakReports) {}

  @Post()
  @HttpCode(202)
  report(@Body() { credentials }: LeakReportDto): void {
    this.reports.take(credentials);
  }
}
